package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.AirNet;
import io.github.dcpt4j.exporter.network.Baseline;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Init;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Parameter;
import io.github.dcpt4j.exporter.network.Prompt;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.SwinIr;
import io.github.dcpt4j.exporter.network.SwinIrOptions;
import io.github.dcpt4j.exporter.network.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.network.TransWeather;
import io.github.dcpt4j.exporter.network.Trunk;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.RandomWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of output and logits, both weighted at random, by every parameter. */
class GradientTest {
  private static final int SIDE = 8;
  private static final NafNet NETWORK = new NafNet(3, List.of(1, 1), 1, List.of(1, 1));
  private static final DegradationClassifier CLASSIFIER =
      DegradationClassifier.fitting(NETWORK, 1, 4);
  private static final List<Parameter> MODEL =
      ModelSummary.of(ModelDefinition.of(NETWORK, CLASSIFIER, List.of("a", "b", "c", "d")))
          .parameters();

  private static final Restormer.Builder SMALL_RESTORMER =
      Restormer.builder()
          .dim(2)
          .blocks(List.of(1, 1, 1, 1))
          .refinementBlocks(1)
          .heads(List.of(1, 2, 1, 4));

  private static final DegradationClassifier HEAD_WITH_IMAGE =
      new DegradationClassifier(List.of(3, 4), 1, 3, true);
  private static final List<Parameter> HEAD_PARAMETERS = ModelSummary.parameters(HEAD_WITH_IMAGE);

  private static final Prompt PROMPT = new Prompt(3, 2, 4);
  private static final List<Parameter> PROMPT_PARAMETERS =
      List.of(
          new Parameter("linear.weight", List.of(3, 2), Init.fanIn(2)),
          new Parameter("linear.bias", List.of(3), Init.fanIn(2)),
          new Parameter("prompts", List.of(1, 3, 2, 4, 4), new Init.Between(0, 1)));
  private static final SwinIr DCPT_SWINIR =
      new SwinIr(
          4,
          List.of(1, 2, 0, 2, 1),
          List.of(2, 4, 1, 1, 2),
          4,
          1.5,
          1,
          SwinIr.Form.DCPT,
          SwinIrOptions.DEFAULT);

  private static final SwinIr ORIGINAL_SWINIR =
      new SwinIr(
          4,
          List.of(2),
          List.of(2),
          4,
          2,
          2,
          SwinIr.Form.ORIGINAL,
          new SwinIrOptions(
              1, Residual.THREE_CONVOLUTIONS, false, false, true, List.of(SIDE, SIDE)));

  /** Parts of TransWeather that are as others are: of these, differences would only take time. */
  private static final Pattern REPEATED =
      Pattern.compile(
          ".*(block[234]|block1\\.[12]|norm[34]|embed[34]|dense_[123]|convd(16|8|4|2|1)x).*");

  /** The tensors whose weighted sum is differentiated. */
  private interface Outputs {
    <T> List<T> of(Ops<T> ops, List<T> inputs);
  }

  private record Subject(
      String name,
      List<Parameter> parameters,
      Weights weights,
      List<Shape> inputs,
      Outputs outputs) {

    Subject(String name, List<Parameter> parameters, List<Shape> inputs, Outputs outputs) {
      this(name, parameters, RandomWeights.of(parameters, 1), inputs, outputs);
    }

    List<Parameter> trained() {
      return parameters.stream().filter(Parameter::trained).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record NetworkAndHead(RestorationNetwork network, DegradationClassifier head)
      implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      Trunk<T> trunk = network.trunk(ops, inputs.get(0));
      T logits = head.logits(ops, trunk.stages(), inputs.get(0));
      return List.of(trunk.restored(), logits);
    }
  }

  private record NetworkAlone(RestorationNetwork network) implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(network.restore(ops, inputs.get(0)));
    }
  }

  private static Subject withHead(String name, RestorationNetwork network, Shape image) {
    DegradationClassifier head = DegradationClassifier.fitting(network, 1, 3);
    List<Parameter> parameters =
        ModelSummary.of(ModelDefinition.of(network, head, List.of("a", "b", "c"))).parameters();
    return new Subject(name, parameters, List.of(image), new NetworkAndHead(network, head));
  }

  private static final class HeadWithImage implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(HEAD_WITH_IMAGE.logits(ops, inputs.subList(1, 3), inputs.get(0)));
    }
  }

  /** A network alone, on a picture that its windows do not cover. */
  private record Restoring(RestorationNetwork network) implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(network.restore(ops, inputs.get(0)));
    }

    static Subject subject(String name, RestorationNetwork network) {
      return new Subject(
          name,
          ModelSummary.of(ModelDefinition.of(network)).networkParameters(),
          List.of(new Shape(1, 3, 11, 18)),
          new Restoring(network));
    }
  }

  private static NafNet original(List<Integer> trainingSize, boolean fast) {
    return new NafNet(3, List.of(1), 1, List.of(1), NafNetForm.ORIGINAL, 3, trainingSize, fast);
  }

  /** A network without stages. */
  private record Restoration(RestorationNetwork network) implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(network.restore(ops, inputs.get(0)));
    }

    Subject on(String name, int height, int width) {
      List<Parameter> parameters = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
      return new Subject(
          name,
          parameters,
          moderate(RandomWeights.of(parameters, 1)),
          List.of(new Shape(1, 3, height, width)),
          this);
    }

    /** Smaller values, with which many layers in a row neither explode nor saturate. */
    private static Weights moderate(Weights weights) {
      Map<String, Tensor> smaller = new LinkedHashMap<>();
      weights
          .asMap()
          .forEach(
              (name, tensor) -> {
                float[] values = tensor.data().clone();
                for (int i = 0; name.endsWith(".weight") && i < values.length; i++) {
                  values[i] *= 0.5f;
                }
                smaller.put(name, new Tensor(tensor.shape(), values));
              });
      return new Weights(smaller);
    }
  }

  static Stream<Subject> subjects() {
    return Stream.of(
        new Restoration(new AirNet(3, 1, 1)).on("AirNet", 5, 7),
        new Restoration(new TransWeather(List.of(8, 8, 8, 8), true)).on("TransWeather", 48, 128),
        new Subject(
            "NAFNet with its head",
            MODEL,
            List.of(new Shape(1, 3, SIDE, SIDE)),
            new NetworkAndHead(NETWORK, CLASSIFIER)),
        Restoring.subject("NAFNet in its original form", original(List.of(), false)),
        Restoring.subject("NAFNet with local pooling", original(List.of(9, 8), false)),
        Restoring.subject("NAFNet with fast local pooling", original(List.of(9, 8), true)),
        Restoring.subject(
            "Baseline", new Baseline(6, List.of(1), 1, List.of(1), 1, 2, 3, List.of(), false)),
        new Subject(
            "head that sees the image",
            HEAD_PARAMETERS,
            List.of(
                new Shape(1, 3, 2 * SIDE, 2 * SIDE),
                new Shape(1, 3, SIDE, SIDE),
                new Shape(1, 4, SIDE / 2, SIDE / 2)),
            new HeadWithImage()),
        new Subject(
            "prompts", PROMPT_PARAMETERS, List.of(new Shape(2, 2, 5, 3)), new PromptedFeatures()),
        withHead(
            "SwinIR of the DCPT release with its head", DCPT_SWINIR, new Shape(1, 3, SIDE, 12)),
        new Subject(
            "SwinIR with all options",
            ModelSummary.of(ModelDefinition.of(ORIGINAL_SWINIR)).parameters(),
            List.of(new Shape(1, 1, SIDE - 1, SIDE)),
            new NetworkAlone(ORIGINAL_SWINIR)),
        restormer("Restormer of the release", SMALL_RESTORMER.build()),
        restormer(
            "original Restormer", SMALL_RESTORMER.form(Restormer.Form.ORIGINAL).bias(true).build()),
        restormer(
            "Restormer for dual pixels",
            SMALL_RESTORMER.form(Restormer.Form.DCPT_ORIGIN).dualPixel(true).build()));
  }

  private static final class PromptedFeatures implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      T x = inputs.get(0);
      T shares = ops.softmax(ops.linear("linear", 2, 3, ops.spatialMean(x)));
      return List.of(ops.resizeLike(ops.mixture("prompts", PROMPT, shares), x));
    }
  }

  private static Subject restormer(String name, Restormer network) {
    DegradationClassifier classifier = DegradationClassifier.fitting(network, 1, 2);
    return new Subject(
        name,
        ModelSummary.of(ModelDefinition.of(network, classifier, List.of("a", "b"))).parameters(),
        List.of(new Shape(1, network.inputChannels(), 2 * SIDE, 2 * SIDE)),
        new NetworkAndHead(network, classifier));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void reachesEveryParameter(Subject subject) {
    Map<String, Tensor> gradients =
        new LinkedHashMap<>(gradients(subject, subject.weights()).asMap());
    gradients.keySet().removeAll(constants(subject));

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
  @MethodSource("subjects")
  void agreesWithFiniteDifferencesInDoublePrecision(Subject subject) {
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
            new FlatParameters(manager, MODEL, RandomWeights.of(MODEL, 1))) {
      assertThat(parameters.values().hasGradient()).isTrue();
      NDArray outside = parameters.values().mul(2);
      assertThat(outside.hasGradient()).isFalse();
    }
  }

  @Test
  void isNotRecordedForFrozenParameters() {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters =
            FlatParameters.frozen(manager, MODEL, RandomWeights.of(MODEL, 1));
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      assertThat(collector).isNotNull();
      NDArray image = manager.create(RandomWeights.values(192, 1), new Shape(1, 3, SIDE, SIDE));
      NDArray output = NETWORK.restore(new DjlOps(parameters.views()), image);
      assertThat(output.hasGradient()).isFalse();
    }
  }

  private static Weights gradients(Subject subject, Weights weights) {
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

  private static List<String> constants(Subject subject) {
    return subject.parameters().stream()
        .filter(parameter -> !parameter.trained())
        .map(Parameter::name)
        .toList();
  }

  private static double slope(Subject subject, Weights weights, String name, int index) {
    float value = weights.get(name).data()[index];
    float above = value + 1e-4f;
    float below = value - 1e-4f;
    double rise =
        sum(subject, changed(weights, name, index, above))
            - sum(subject, changed(weights, name, index, below));
    return rise / ((double) above - below);
  }

  private static double sum(Subject subject, Weights weights) {
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

  private static float[] input(Subject subject, int index) {
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
