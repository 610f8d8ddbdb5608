package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.nafnet.Baseline;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** What gradients are checked of: every network, and parts that need inputs of their own. */
final class GradientSubjects {

  private static final int SIDE = 8;

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

  private GradientSubjects() {}

  static Stream<GradientSubject> all() {
    return Stream.of(
        GradientSubject.ofDeep("AirNet", new AirNet(3, 1, 1), new Shape(1, 3, 5, 7)),
        GradientSubject.ofDeep(
            "TransWeather", new TransWeather(List.of(8, 8, 8, 8), true), new Shape(1, 3, 48, 128)),
        GradientSubject.classifying(
            "NAFNet with its head",
            new NafNet(3, List.of(1, 1), 1, List.of(1, 1)),
            4,
            new Shape(1, 3, SIDE, SIDE)),
        GradientSubject.classifying(
            "NAFNet behind a stem",
            new NafNet(3, List.of(1, 1), 1, List.of(1, 1)).withStem(2),
            4,
            new Shape(1, 3, SIDE, SIDE)),
        smallWindows("NAFNet in its original form", original(List.of(), false)),
        smallWindows("NAFNet with local pooling", original(List.of(9, 8), false)),
        smallWindows("NAFNet with fast local pooling", original(List.of(9, 8), true)),
        smallWindows(
            "Baseline", new Baseline(6, List.of(1), 1, List.of(1), 1, 2, 3, List.of(), false)),
        new GradientSubject(
            "head that sees the image",
            HEAD_PARAMETERS,
            List.of(
                new Shape(1, 3, 2 * SIDE, 2 * SIDE),
                new Shape(1, 3, SIDE, SIDE),
                new Shape(1, 4, SIDE / 2, SIDE / 2)),
            new HeadWithImage()),
        new GradientSubject(
            "prompts", PROMPT_PARAMETERS, List.of(new Shape(2, 2, 5, 3)), new PromptedFeatures()),
        GradientSubject.classifying(
            "SwinIR of the DCPT release with its head", DCPT_SWINIR, 3, new Shape(1, 3, SIDE, 12)),
        GradientSubject.of(
            "SwinIR with all options", ORIGINAL_SWINIR, new Shape(1, 1, SIDE - 1, SIDE)),
        restormer("Restormer of the release", SMALL_RESTORMER.build()),
        restormer(
            "original Restormer", SMALL_RESTORMER.form(Restormer.Form.ORIGINAL).bias(true).build()),
        restormer(
            "Restormer for dual pixels",
            SMALL_RESTORMER.form(Restormer.Form.DCPT_ORIGIN).dualPixel(true).build()));
  }

  private static NafNet original(List<Integer> trainingSize, boolean fast) {
    return new NafNet(3, List.of(1), 1, List.of(1), NafNetForm.ORIGINAL, 3, trainingSize, fast, 1);
  }

  /** On a picture that the windows of local pooling do not cover. */
  private static GradientSubject smallWindows(String name, RestorationNetwork network) {
    return GradientSubject.of(name, network, new Shape(1, 3, 11, 18));
  }

  private static GradientSubject restormer(String name, Restormer network) {
    Shape image = new Shape(1, network.inputChannels(), 2 * SIDE, 2 * SIDE);
    return GradientSubject.classifying(name, network, 2, image);
  }

  private static final class HeadWithImage implements GradientSubject.Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(HEAD_WITH_IMAGE.logits(ops, inputs.subList(1, 3), inputs.get(0)));
    }
  }

  private static final class PromptedFeatures implements GradientSubject.Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      T x = inputs.get(0);
      T shares = ops.softmax(ops.linear("linear", Linear.ofRows(2, 3), ops.globalAveragePool(x)));
      return List.of(ops.resizeLike(ops.mixture("prompts", PROMPT, shares), x));
    }
  }
}
