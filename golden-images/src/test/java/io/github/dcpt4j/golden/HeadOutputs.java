package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the heads of a model gave for a batch.
 *
 * @param values of each head, in the order in which they lie in memory
 */
record HeadOutputs(Map<Head, float[]> values) {

  /** Runs a graph in ONNX Runtime. */
  static HeadOutputs of(OnnxModel model, NetworkInput input) {
    ModelOutputs outputs =
        model.run(FloatBuffer.wrap(input.values()), input.count(), input.height(), input.width());
    Map<Head, float[]> values = new EnumMap<>(Head.class);
    outputs.restored().ifPresent(restored -> values.put(Head.RESTORATION, array(restored)));
    outputs.logits().ifPresent(logits -> values.put(Head.CLASSIFICATION, flat(logits)));
    return new HeadOutputs(values);
  }

  private static float[] array(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] flat(float[][] rows) {
    FloatBuffer values = FloatBuffer.allocate(rows.length * rows[0].length);
    for (float[] row : rows) {
      values.put(row);
    }
    return values.array();
  }

  /** The largest difference of each head, as a share of its largest value. */
  Map<Head, Double> differenceTo(HeadOutputs others) {
    assertThat(others.values.keySet()).isEqualTo(values.keySet());
    Map<Head, Double> differences = new EnumMap<>(Head.class);
    values.forEach(
        (head, given) -> differences.put(head, difference(given, others.values.get(head))));
    return differences;
  }

  private static double difference(float[] given, float[] others) {
    assertThat(others).hasSameSizeAs(given);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < given.length; i++) {
      assertThat(Float.isFinite(given[i]) && Float.isFinite(others[i])).isTrue();
      largest = Math.max(largest, Math.abs(given[i]));
      difference = Math.max(difference, Math.abs((double) given[i] - others[i]));
    }
    assertThat(largest).isPositive();
    return difference / largest;
  }
}
