package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sets constants too small for a normal float to zero: processors compute with such numbers ten to
 * fifty times slower, and they change no result that can be seen.
 */
public final class FlushDenormals implements Rewrite {

  @Override
  public Graph apply(Graph graph) {
    Map<String, Tensor> flushed = new LinkedHashMap<>();
    graph.constants().forEach((name, tensor) -> flushed.put(name, flushed(tensor)));
    return graph.with(graph.nodes(), flushed);
  }

  private static Tensor flushed(Tensor tensor) {
    float[] values = tensor.data();
    for (int i = 0; i < values.length; i++) {
      if (isDenormal(values[i])) {
        return new Tensor(tensor.shape(), flushedFrom(i, values.clone()));
      }
    }
    return tensor;
  }

  private static float[] flushedFrom(int first, float[] values) {
    for (int i = first; i < values.length; i++) {
      if (isDenormal(values[i])) {
        values[i] = 0;
      }
    }
    return values;
  }

  private static boolean isDenormal(float value) {
    return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
  }
}
