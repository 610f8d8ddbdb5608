package io.github.dcpt4j.exporter.symbolic;

import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.ops.Ops;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** What running a network takes, estimated from its shapes. */
public final class WorkingMemory {

  /**
   * How many times the largest operation's values ONNX Runtime holds: 4.2 were measured for NAFNet
   * of width 16 on the CPU, from resident memory with pictures of 512 to 2048 pixels a side.
   */
  private static final double HELD = 4.5;

  private static final int SIDE = 512;

  private long most;

  private WorkingMemory() {}

  /**
   * The bytes that each pixel of a picture takes while the network computes in single precision.
   *
   * @param network the network
   */
  public static int bytesPerPixel(RestorationNetwork network) {
    WorkingMemory memory = new WorkingMemory();
    int multiple = network.sizeMultiple();
    int side = (Math.max(SIDE, network.minimumSize()) + multiple - 1) / multiple * multiple;
    Extent image = new Extent(network.inputChannels(), side, side);
    network.restore(memory.watching(new SymbolicOps()), image);
    return (int) Math.ceil(HELD * Float.BYTES * memory.most / ((double) side * side));
  }

  /** The same operations, with a look at what each one reads and gives. */
  @SuppressWarnings("unchecked")
  private Ops<Extent> watching(Ops<Extent> ops) {
    return (Ops<Extent>)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(ops, arguments);
                most = Math.max(most, size(result) + size(List.of(arguments)));
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static long size(Object value) {
    if (value instanceof List<?> values) {
      return values.stream().mapToLong(WorkingMemory::size).sum();
    }
    return value instanceof Extent extent ? extent.size() : 0;
  }
}
