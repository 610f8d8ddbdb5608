package io.github.dcpt4j.exporter.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlushDenormalsTest {

  @Test
  void denormal_constants_become_zero_and_all_others_stay() {
    float[] values = {
      1, Float.MIN_VALUE, -1e-40f, Float.MIN_NORMAL, -Float.MIN_NORMAL, -0f, 1e-30f
    };
    Graph graph = graph(values);

    Graph flushed = new FlushDenormals().apply(graph);

    assertThat(flushed.constants().get("constant").data())
        .containsExactly(1, 0, 0, Float.MIN_NORMAL, -Float.MIN_NORMAL, -0f, 1e-30f);
    assertThat(values[1]).as("the given graph's value").isEqualTo(Float.MIN_VALUE);
  }

  private static Graph graph(float... values) {
    Tensor constant = new Tensor(List.of(values.length), values);
    return new Graph("constants", List.of(), List.of(), List.of(), Map.of("constant", constant));
  }
}
