package io.github.dcpt4j.exporter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.Declared;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a back end has to fulfil: every {@link Operation} gives what the reference gives, at sizes
 * that are odd and prime too, and in the shape that the symbolic back end predicts. The tolerance
 * grows with the number of terms that single precision adds up.
 */
public abstract class OpsContract {

  private static final int CHANNELS = 8;
  private static final List<List<Integer>> SIZES =
      List.of(List.of(1, 4, 6), List.of(2, 7, 5), List.of(3, 13, 3));

  /** Half the distance of 1 to the next float. */
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  /** Roundings that even an operation without a sum may take: input, constants, result. */
  private static final int SPARE = 16;

  /**
   * Runs an operation on the back end.
   *
   * @param weights its parameters
   * @param x [N, 8, H, W]
   */
  protected abstract Tensor run(Operation operation, Weights weights, Tensor x) throws Exception;

  @ParameterizedTest
  @EnumSource
  final void layerGivesWhatTheReferenceGives(LayerOperation operation) throws Exception {
    requireReference(operation);
  }

  @ParameterizedTest
  @EnumSource
  final void operationGivesWhatTheReferenceGives(MapOperation operation) throws Exception {
    requireReference(operation);
  }

  private void requireReference(Operation operation) throws Exception {
    for (List<Integer> size : SIZES) {
      int n = size.get(0);
      int h = size.get(1);
      int w = size.get(2);
      Declared declared = Declared.of(operation, CHANNELS, h, w);
      Weights weights = noise(declared.parameters());
      Tensor x = Noise.of(11, n, CHANNELS, h, w);
      ReferenceTensor expected =
          operation.of(new ReferenceOps(weights), ReferenceTensor.of(n, CHANNELS, h, w, x.data()));
      List<Integer> shape = List.of(n, expected.channels(), expected.height(), expected.width());

      Tensor actual = run(operation, weights, x);

      assertThat(actual.shape()).isEqualTo(shape.subList(0, operation.rank()));
      assertThat(declared.result()).isEqualTo(shape.subList(1, 4));
      requireClose(operation, actual.data(), expected.toDoubles());
    }
  }

  private static void requireClose(Operation operation, float[] actual, double[] expected) {
    double tolerance = UNIT_ROUNDOFF * (SPARE + 2 * operation.longestSum());
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("difference of value %d: %s and %s", i, actual[i], expected[i])
          .isLessThanOrEqualTo(tolerance * (1 + Math.abs(expected[i])));
    }
  }

  /** Values that depend on the names; variances are positive. */
  private static Weights noise(List<Parameter> parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      String name = parameter.name();
      Tensor noise = Noise.of(name.hashCode(), parameter.shape().toArray(Integer[]::new));
      if (name.endsWith("running_var")) {
        for (int i = 0; i < noise.data().length; i++) {
          noise.data()[i] = 0.5f + Math.abs(noise.data()[i]);
        }
      }
      tensors.put(name, noise);
    }
    return new Weights(tensors);
  }
}
