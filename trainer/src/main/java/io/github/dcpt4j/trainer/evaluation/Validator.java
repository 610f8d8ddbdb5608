package io.github.dcpt4j.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.trainer.data.HeldOutPairs;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures weights on held-out pairs as {@link Benchmark} measures a finished model: RGB PSNR and
 * SSIM of 8-bit pictures, and whether the classifier names the degradation. It works on a copy of
 * the weights and draws no random numbers: training goes on as if it had not been. Used within
 * {@link io.github.dcpt4j.trainer.djl.GradientMode#off}.
 */
public final class Validator {

  private static final double NANO_TO_MILLI = 1e-6;

  private final ModelDefinition model;
  private final List<Parameter> parameters;
  private final List<Cases> sets;
  private final ImageQuality quality = ImageQuality.rgb();

  private record Cases(String label, List<Case> all) {}

  /** A pair, and what never changes. */
  private record Case(HeldOutPairs.Pair pair, double inputPsnr, double inputSsim) {}

  private record Outcome(Picture restored, Optional<DegradationScores> scores) {}

  /**
   * Prepares the measurement.
   *
   * @param model what the weights will belong to
   * @param sets one for each degradation; at least one
   */
  public Validator(ModelDefinition model, List<HeldOutPairs> sets) {
    this.model = model;
    this.parameters = ModelSummary.of(model).parameters();
    this.sets =
        sets.stream()
            .map(set -> new Cases(set.label(), set.pairs().stream().map(this::prepared).toList()))
            .toList();
  }

  private Case prepared(HeldOutPairs.Pair pair) {
    return new Case(
        pair, quality.psnr(pair.input(), pair.target()), quality.ssim(pair.input(), pair.target()));
  }

  /**
   * Measures weights.
   *
   * @param parent on the device to compute on
   * @param weights of the whole model, finite
   * @param listeners for each label who hears of its pictures
   */
  public MeanResult measure(
      NDManager parent, Weights weights, Function<String, BenchmarkListener> listeners) {
    try (NDManager manager = parent.newSubManager();
        FlatParameters values = FlatParameters.frozen(manager, parameters, weights)) {
      return new MeanResult(
          sets.stream()
              .map(set -> measure(manager, values, set, listeners.apply(set.label())))
              .toList());
    }
  }

  private BenchmarkResult measure(
      NDManager manager, FlatParameters values, Cases cases, BenchmarkListener listener) {
    List<PictureResult> pictures = new ArrayList<>();
    for (Case one : cases.all()) {
      long begin = System.nanoTime();
      Outcome outcome = run(manager, values, one.pair().input());
      double millis = (System.nanoTime() - begin) * NANO_TO_MILLI;
      Picture restored = outcome.restored();
      Picture target = one.pair().target();
      PictureResult result =
          new PictureResult(
              one.pair().name(),
              quality.psnr(restored, target),
              quality.ssim(restored, target),
              one.inputPsnr(),
              one.inputSsim(),
              outcome.scores(),
              millis);
      listener.measured(result, one.pair().input(), restored, target);
      pictures.add(result);
    }
    return new BenchmarkResult(
        cases.label(), Optional.of(cases.label()).filter(model.labels()::contains), pictures);
  }

  private Outcome run(NDManager manager, FlatParameters values, Picture input) {
    int width = input.width();
    int height = input.height();
    try (NDManager own = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray image =
          own.create(input.toFloats(), new Shape(1, height, width, Picture.CHANNELS))
              .transpose(0, 3, 1, 2);
      DjlOps ops = new DjlOps(values.views());
      Features<NDArray> features = model.network().features(ops, image);
      float[] restored = features.restored().transpose(0, 2, 3, 1).toFloatArray();
      Optional<DegradationScores> scores =
          model
              .classifier()
              .map(head -> head.logits(ops, features.stages(), image))
              .map(logits -> DegradationScores.ofLogits(model.labels(), logits.toFloatArray()));
      return new Outcome(Picture.ofFloats(width, height, restored).to8Bit(), scores);
    }
  }
}
