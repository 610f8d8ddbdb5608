package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

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
    if (IntStream.range(0, values.length).noneMatch(i -> isDenormal(values[i]))) {
      return tensor;
    }
    float[] flushed = values.clone();
    for (int i = 0; i < flushed.length; i++) {
      if (isDenormal(flushed[i])) {
        flushed[i] = 0;
      }
    }
    return new Tensor(tensor.shape(), flushed);
  }

  private static boolean isDenormal(float value) {
    return value != 0 && Math.abs(value) < Float.MIN_NORMAL;
  }
}
