package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.RandomWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of output and logits, both weighted at random, by every parameter. */
class GradientTest {

  private static final NafNet NETWORK = new NafNet(3, List.of(1, 1), 1, List.of(1, 1));
  private static final List<Parameter> PARAMETERS =
      ModelSummary.of(ModelDefinition.of(NETWORK)).parameters();

  /** Parts of TransWeather that are as others are: of these, differences would only take time. */
  private static final Pattern REPEATED =
      Pattern.compile(
          ".*(block[234]|block1\\.[12]|norm[34]|embed[34]|dense_[123]|convd(16|8|4|2|1)x).*");

  @ParameterizedTest
  @MethodSource("io.github.dcpt4j.trainer.djl.GradientSubjects#all")
  void reachesEveryParameter(GradientSubject subject) {
    Map<String, Tensor> gradients =
        new LinkedHashMap<>(gradients(subject, subject.weights()).asMap());
    gradients.keySet().removeAll(subject.constants());

    assertThat(gradients.keySet())
        .containsExactlyElementsOf(subject.trained().stream().map(Parameter::name).toList());
    assertThat(gradients)
        .allSatisfy(
            (name, gradient) -> {
              assertThat(largest(gradient)).isGreaterThan(1e-6f);
              assertThat(largest(gradient)).isFinite();
            });
  }

  @ParameterizedTest
  @MethodSource("io.github.dcpt4j.trainer.djl.GradientSubjects#all")
  void agreesWithFiniteDifferencesInDoublePrecision(GradientSubject subject) {
    Weights weights = subject.weights();
    Weights gradients = gradients(subject, weights);

    for (Parameter parameter : subject.trained()) {
      if (REPEATED.matcher(parameter.name()).matches()) {
        continue;
      }
      Tensor gradient = gradients.get(parameter.name());
      int steepest = steepest(gradient);
      double slope = slope(subject, weights, parameter.name(), steepest);
      assertThat(Math.abs(gradient.data()[steepest] - slope))
          .as("%s: %s instead of %s", parameter.name(), gradient.data()[steepest], slope)
          .isLessThan(1e-3 * Math.abs(slope) + 1e-5);
    }
  }

  @Test
  void isRecordedWithinACollectorOnly() {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters =
            new FlatParameters(manager, PARAMETERS, RandomWeights.of(PARAMETERS, 1))) {
      assertThat(parameters.values().hasGradient()).isTrue();
      NDArray outside = parameters.values().mul(2);
      assertThat(outside.hasGradient()).isFalse();
    }
  }

  @Test
  void isNotRecordedForFrozenParameters() {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters =
            FlatParameters.frozen(manager, PARAMETERS, RandomWeights.of(PARAMETERS, 1));
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      assertThat(collector).isNotNull();
      NDArray image = manager.create(RandomWeights.values(192, 1), new Shape(1, 3, 8, 8));
      NDArray output = NETWORK.restore(new DjlOps(parameters.views()), image);
      assertThat(output.hasGradient()).isFalse();
    }
  }

  private static Weights gradients(GradientSubject subject, Weights weights) {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, subject.parameters(), weights)) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        List<NDArray> inputs =
            IntStream.range(0, subject.inputs().size())
                .mapToObj(i -> manager.create(input(subject, i), subject.inputs().get(i)))
                .toList();
        NDArray sum = manager.create(0f);
        for (NDArray output : subject.outputs().of(new DjlOps(parameters.views()), inputs)) {
          float[] factors = factors(Math.toIntExact(output.size()));
          sum = sum.add(output.mul(manager.create(factors, output.getShape())).sum());
        }
        reuseForgottenMemory();
        collector.backward(sum);
      }
      return parameters.toWeights(parameters.gradient().toFloatArray());
    }
  }

  /** What the forward pass made has to last: fills all that the garbage collector gives back. */
  private static void reuseForgottenMemory() {
    System.gc();
    for (int i = 0; i < 2000; i++) {
      ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder()).putFloat(Float.NaN);
    }
  }

  private static double slope(GradientSubject subject, Weights weights, String name, int index) {
    float value = weights.get(name).data()[index];
    float above = value + 1e-4f;
    float below = value - 1e-4f;
    double rise =
        sum(subject, changed(weights, name, index, above))
            - sum(subject, changed(weights, name, index, below));
    return rise / ((double) above - below);
  }

  private static double sum(GradientSubject subject, Weights weights) {
    List<ReferenceTensor> inputs =
        IntStream.range(0, subject.inputs().size())
            .mapToObj(i -> reference(subject.inputs().get(i), input(subject, i)))
            .toList();
    double sum = 0;
    for (ReferenceTensor output : subject.outputs().of(new ReferenceOps(weights), inputs)) {
      double[] values = output.toDoubles();
      float[] factors = factors(values.length);
      for (int i = 0; i < values.length; i++) {
        sum += factors[i] * values[i];
      }
    }
    return sum;
  }

  private static ReferenceTensor reference(Shape shape, float[] values) {
    return ReferenceTensor.of(
        (int) shape.get(0), (int) shape.get(1), (int) shape.get(2), (int) shape.get(3), values);
  }

  private static float[] input(GradientSubject subject, int index) {
    return RandomWeights.values(Math.toIntExact(subject.inputs().get(index).size()), 40 + index);
  }

  private static float[] factors(int count) {
    return RandomWeights.values(count, 50);
  }

  private static Weights changed(Weights weights, String name, int index, float value) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights.asMap());
    float[] values = weights.get(name).data().clone();
    values[index] = value;
    changed.put(name, new Tensor(weights.get(name).shape(), values));
    return new Weights(changed);
  }

  private static int steepest(Tensor gradient) {
    int steepest = 0;
    for (int i = 1; i < gradient.data().length; i++) {
      if (Math.abs(gradient.data()[i]) > Math.abs(gradient.data()[steepest])) {
        steepest = i;
      }
    }
    return steepest;
  }

  private static float largest(Tensor gradient) {
    return Math.abs(gradient.data()[steepest(gradient)]);
  }
}
