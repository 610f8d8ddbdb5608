package io.github.dcpt4j.exporter.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * The head that names the degradation of the input from the decoder's stage outputs (Hu et al.,
 * Universal Image Restoration Pre-training via Degradation Classification, ICLR 2025).
 *
 * @param featureChannels channels of the stages, finest first
 * @param residualBlocks bottlenecks per level
 * @param classes number of degradations
 * @param withImage whether the head also sees the image; its first level then has half of the
 *     image's size, which only PromptIR's stages fit
 * @param downsample whether all stages come at full size, as SwinIR's do, and the head decimates
 *     level i by 2^i
 */
public record DegradationClassifier(
    List<Integer> featureChannels,
    int residualBlocks,
    int classes,
    boolean withImage,
    @JsonProperty(defaultValue = "false") Boolean downsample) {

  /** What all of the head's parameter names begin with. */
  public static final String SCOPE = "classifier.";

  private static final double NORM_EPSILON = 1e-6;
  private static final int MAXIMUM_BLOCKS = 1024;
  private static final int MAXIMUM_LEVELS = 8;

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if there is no level or a number is out of range
   */
  public DegradationClassifier {
    // Older files do not have the field.
    downsample = downsample != null && downsample;
    if (featureChannels == null
        || featureChannels.isEmpty()
        || featureChannels.size() > MAXIMUM_LEVELS) {
      throw new IllegalArgumentException(
          Text.of(
              "a classifier needs 1 to %d feature levels, not %s",
              MAXIMUM_LEVELS, featureChannels));
    }
    featureChannels = List.copyOf(featureChannels);
    if (featureChannels.stream().anyMatch(c -> c < 1)
        || residualBlocks < 0
        || residualBlocks > MAXIMUM_BLOCKS
        || classes < 1) {
      throw new IllegalArgumentException(
          Text.of(
              "a classifier needs channels and classes from 1 on and 0 to %d blocks, not %s, %d and %d",
              MAXIMUM_BLOCKS, featureChannels, classes, residualBlocks));
    }
  }

  /** A head whose stages come at half of each other's size, as most networks give them. */
  public DegradationClassifier(
      List<Integer> featureChannels, int residualBlocks, int classes, boolean withImage) {
    this(featureChannels, residualBlocks, classes, withImage, false);
  }

  /**
   * The head without image that fits a network's stages.
   *
   * @throws IllegalArgumentException if the network has no stages, or a number is out of range
   */
  public static DegradationClassifier fitting(
      RestorationNetwork network, int residualBlocks, int classes) {
    if (network.stageChannels().isEmpty()) {
      throw new IllegalArgumentException(
          "this network has no decoder stages that a classifier could read: leave the classifier out");
    }
    return new DegradationClassifier(
        network.stageChannels(), residualBlocks, classes, false, network.stagesAtFullSize());
  }

  /**
   * Classifies.
   *
   * @param stages decoder stages [N, featureChannels(i), H / 2^i, W / 2^i], finest first; all [N,
   *     featureChannels(i), H, W] where {@link #downsample()}
   * @param image [N, 3, 2 H, 2 W]; read only where {@link #withImage()}
   * @return logits [N, classes]
   * @throws IllegalArgumentException if the number of stages is not that of the feature levels
   */
  public <T> T logits(Ops<T> ops, List<T> stages, T image) {
    if (stages.size() != levels()) {
      throw new IllegalArgumentException(
          Text.of("the classifier reads %d stages, not %d", levels(), stages.size()));
    }
    T s = null;
    if (withImage) {
      Conv embed = Conv.same(3, featureChannels.get(0), 7).withStride(2, 3);
      s = ops.conv(SCOPE + "conv_embed.0", embed, image);
      s = ops.norm(SCOPE + "conv_embed.1", Norm.layer(featureChannels.get(0), NORM_EPSILON), s);
    }
    for (int level = 0; level < levels(); level++) {
      int channels = featureChannels.get(level);
      T stage = stages.get(level);
      if (downsample && level > 0) {
        stage = ops.strideSample(stage, 1 << level);
      }
      T feature =
          ops.softmaxScale(SCOPE + "mixing_weights", new SoftmaxScale(levels(), level), stage);
      s = s == null ? feature : ops.add(s, feature);
      s = bottlenecks(ops, SCOPE + "bottleneck_layers." + level, channels, s);
      Conv widen = Conv.pointwise(channels, channelsAfter(level)).withoutBias();
      s = ops.conv(SCOPE + "downsample_layers." + level + ".0", widen, s);
      s = ops.activate(Activation.RELU, ops.maxPool(s));
    }
    int last = featureChannels.get(levels() - 1);
    s = bottlenecks(ops, SCOPE + "last_stage", last, s);
    return ops.linear(SCOPE + "fc", Linear.ofRows(last, classes), ops.globalAveragePool(s));
  }

  private int levels() {
    return featureChannels.size();
  }

  private int channelsAfter(int level) {
    return featureChannels.get(Math.min(level + 1, levels() - 1));
  }

  private <T> T bottlenecks(Ops<T> ops, String name, int channels, T x) {
    for (int block = 0; block < residualBlocks; block++) {
      x = bottleneck(ops, name + "." + block + ".", channels, x);
    }
    return x;
  }

  private static <T> T bottleneck(Ops<T> ops, String name, int c, T x) {
    T u = ops.activate(Activation.RELU, convNorm(ops, name + "conv1", c, 2 * c, 1, x));
    u = ops.activate(Activation.RELU, convNorm(ops, name + "conv2", 2 * c, 2 * c, 3, u));
    u = convNorm(ops, name + "conv3", 2 * c, c, 1, u);
    return ops.activate(Activation.RELU, ops.add(u, x));
  }

  private static <T> T convNorm(Ops<T> ops, String name, int in, int out, int kernel, T x) {
    Init fanOut = new Init.Normal(Math.sqrt(2.0 / (out * kernel * kernel)));
    Conv conv = Conv.same(in, out, kernel).withoutBias().withWeightInit(fanOut);
    return ops.norm(name + ".norm", Norm.layer(out, NORM_EPSILON), ops.conv(name, conv, x));
  }

  /** The order of the parameters in the official state dictionary. */
  public StateOrder stateOrder() {
    return new StateOrder(
        List.of(
            "classifier",
            "mixing_weights",
            "conv_embed",
            "bottleneck_layers",
            "downsample_layers",
            "last_stage",
            "fc",
            "conv1",
            "conv2",
            "conv3",
            "weight",
            "norm",
            "bias"));
  }
}
