package io.github.dcpt4j.exporter.network.airnet;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.regex.Pattern;

/**
 * AirNet (Li et al., All-in-One Image Restoration for Unknown Corruption, CVPR 2022) with the
 * parameter names of its authors' code. Its encoder shows every block what the degradation looks
 * like; of that encoder only the first block is needed once the network is trained.
 *
 * @param features channels of the feature maps, 64 in the published network
 * @param groups residual groups, 5 in the published network
 * @param blocks blocks of each group, 5 in the published network
 */
@JsonTypeName("airnet")
public record AirNet(
    @JsonProperty(defaultValue = "64") Integer features,
    @JsonProperty(defaultValue = "5") Integer groups,
    @JsonProperty(defaultValue = "5") Integer blocks)
    implements RestorationNetwork {

  private static final int PUBLISHED_FEATURES = 64;
  private static final int PUBLISHED_GROUPS = 5;
  private static final int PUBLISHED_BLOCKS = 5;
  private static final int IMAGE_CHANNELS = 3;
  private static final double NORM_EPSILON = 1e-5;
  private static final double SLOPE = 0.1;

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_FEATURES = 4096;
  private static final int MAXIMUM_BLOCKS = 256;

  /** What contrastive training needs: the rest of the encoder, its copy, and what it counts. */
  private static final Pattern TRAINING_ONLY =
      Pattern.compile(
          "E\\.E\\.(queue|queue_ptr|encoder_q\\.(E|mlp)\\..+|encoder_k\\..+"
              + "|encoder_q\\.E_pre\\..+\\.num_batches_tracked)");

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public AirNet {
    features = features == null ? PUBLISHED_FEATURES : features;
    groups = groups == null ? PUBLISHED_GROUPS : groups;
    blocks = blocks == null ? PUBLISHED_BLOCKS : blocks;
    if (features < 1 || features > MAXIMUM_FEATURES) {
      throw new IllegalArgumentException(
          Text.of("airnet needs 1 to %d features, not %d", MAXIMUM_FEATURES, features));
    }
    if (groups < 1 || groups > MAXIMUM_BLOCKS || blocks < 1 || blocks > MAXIMUM_BLOCKS) {
      throw new IllegalArgumentException(
          Text.of(
              "airnet needs 1 to %d groups and as many blocks, not %d and %d",
              MAXIMUM_BLOCKS, groups, blocks));
    }
  }

  /** The network of the paper. */
  public static AirNet published() {
    return new AirNet(PUBLISHED_FEATURES, PUBLISHED_GROUPS, PUBLISHED_BLOCKS);
  }

  @Override
  public int sizeMultiple() {
    return 1;
  }

  /**
   * As far as the 3 x 3 kernels on the longest way reach when no shift moves them. Learnt shifts
   * have no bound, but what comes from far away fades long before: n kernels in a row spread like
   * the root of n, which leaves the shifts most of this distance.
   */
  @Override
  public ReceptiveField receptiveField() {
    int kernelsOfBlock = 4;
    int atEnds = 3;
    return ReceptiveField.of(groups * (kernelsOfBlock * blocks + 1) + atEnds);
  }

  /** None: the network has no decoder. */
  @Override
  public List<Integer> stageChannels() {
    return List.of();
  }

  @Override
  public boolean ignores(String parameterName) {
    return TRAINING_ONLY.matcher(parameterName).matches();
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    return new Features<>(List.of(), () -> restored(ops, image));
  }

  private <T> T restored(Ops<T> ops, T image) {
    T degradation = residualBlock(ops, "E.E.encoder_q.E_pre.", IMAGE_CHANNELS, features, 1, image);
    T x = ops.conv("R.head.0", Conv.same(IMAGE_CHANNELS, features, 3), image);
    T r = x;
    for (int group = 0; group < groups; group++) {
      r = group(ops, "R.body." + group + ".", features, blocks, r, degradation);
    }
    r = ops.conv("R.body." + groups, Conv.same(features, features, 3), r);
    return ops.conv("R.tail.0", Conv.same(features, IMAGE_CHANNELS, 3), ops.add(r, x));
  }

  /** A residual block of the encoder: [N, in, H, W] to [N, out, H / stride, W / stride]. */
  static <T> T residualBlock(Ops<T> ops, String name, int in, int out, int stride, T x) {
    Conv first = Conv.same(in, out, 3).withoutBias().withStride(stride, 1);
    T u = convNorm(ops, name + "backbone.0", name + "backbone.1", first, x);
    Conv second = Conv.same(out, out, 3).withoutBias();
    u = ops.activate(Activation.leakyRelu(SLOPE), u);
    u = convNorm(ops, name + "backbone.3", name + "backbone.4", second, u);
    Conv straight = Conv.pointwise(in, out).withoutBias().withStride(stride, 0);
    T shortcut = convNorm(ops, name + "shortcut.0", name + "shortcut.1", straight, x);
    return ops.activate(Activation.leakyRelu(SLOPE), ops.add(u, shortcut));
  }

  private static <T> T convNorm(Ops<T> ops, String name, String norm, Conv conv, T x) {
    return ops.norm(norm, Norm.batch(conv.out(), NORM_EPSILON), ops.conv(name, conv, x));
  }

  /** Blocks that all see the same degradation [N, n, H, W], and a convolution. */
  static <T> T group(Ops<T> ops, String name, int n, int blocks, T x, T degradation) {
    T r = x;
    for (int block = 0; block < blocks; block++) {
      r = block(ops, name + "body." + block + ".", n, r, degradation);
    }
    return ops.add(ops.conv(name + "body." + blocks, Conv.same(n, n, 3), r), x);
  }

  private static <T> T block(Ops<T> ops, String name, int n, T x, T degradation) {
    Conv conv = Conv.same(n, n, 3);
    T a = ops.activate(Activation.leakyRelu(SLOPE), guided(ops, name + "dgm1.", n, x, degradation));
    a = ops.activate(Activation.leakyRelu(SLOPE), ops.conv(name + "conv1", conv, a));
    a = ops.activate(Activation.leakyRelu(SLOPE), guided(ops, name + "dgm2.", n, a, degradation));
    return ops.add(ops.conv(name + "conv2", conv, a), x);
  }

  /** x, what the degradation makes a convolution look at, and x moved as the degradation says. */
  private static <T> T guided(Ops<T> ops, String name, int n, T x, T degradation) {
    Conv toSteering = Conv.same(2 * n, 27, 3).withWeightInit(Init.ZEROS);
    T steering = ops.conv(name + "dcn.conv_offset_mask", toSteering, ops.concat(x, degradation));
    T deformed = ops.deformableConv(name + "dcn", new DeformableConv(n, n), x, steering);
    T gamma = perceptron(ops, name + "sft.conv_gamma.", n, degradation);
    T beta = perceptron(ops, name + "sft.conv_beta.", n, degradation);
    T moved = ops.add(ops.multiply(x, gamma), beta);
    return ops.add(ops.add(x, deformed), moved);
  }

  private static <T> T perceptron(Ops<T> ops, String name, int n, T x) {
    Conv layer = Conv.pointwise(n, n).withoutBias();
    return ops.conv(
        name + "2",
        layer,
        ops.activate(Activation.leakyRelu(SLOPE), ops.conv(name + "0", layer, x)));
  }

  @Override
  public StateOrder stateOrder() {
    return new StateOrder(
        List.of(
            "R",
            "head",
            "E",
            "encoder_q",
            "E_pre",
            "backbone",
            "shortcut",
            "body",
            "tail",
            "dgm1",
            "dgm2",
            "dcn",
            "sft",
            "conv_gamma",
            "conv_beta",
            "conv1",
            "conv2",
            "weight",
            "bias",
            "running_mean",
            "running_var",
            "conv_offset_mask"));
  }
}
