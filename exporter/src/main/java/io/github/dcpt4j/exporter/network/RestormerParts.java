package io.github.dcpt4j.exporter.network;

import io.github.dcpt4j.exporter.network.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.weights.Init;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Restormer (Zamir et al., CVPR 2022) and PromptIR (Potlapalli et al., NeurIPS 2023) are made
 * of: blocks of attention between channels and a gated feed-forward layer, and the steps between
 * levels.
 *
 * @param expansion the feed-forward layer's channels by the block's
 * @param norm which channel norm
 * @param epsilon the norm's
 * @param bias whether the blocks' convolutions have biases
 * @param activation the attention's
 * @param weightInit initial values of convolution weights, with biases from zero; the usual ones
 *     where absent
 */
record RestormerParts(
    double expansion,
    RestormerNorm norm,
    double epsilon,
    boolean bias,
    Activation activation,
    Optional<Init> weightInit) {

  static final int LEVELS = 4;

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_DIM = 4096;
  private static final int MAXIMUM_BLOCKS = 1024;
  private static final double MAXIMUM_EXPANSION = 64;

  /** The words of the names within a part, in the order of the state dictionary. */
  static final List<String> STATE_WORDS =
      List.of(
          "body",
          "norm1",
          "attn",
          "norm2",
          "ffn",
          "temperature",
          "qkv",
          "qkv_dwconv",
          "project_in",
          "dwconv",
          "project_out",
          "proj",
          "weight",
          "bias");

  /**
   * Checks the numbers that both networks have.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  static void requireSizes(
      String network,
      int dim,
      List<Integer> blocks,
      int refinementBlocks,
      List<Integer> heads,
      double expansion) {
    if (dim < 2 || dim > MAXIMUM_DIM || dim % 2 != 0) {
      throw new IllegalArgumentException(
          "%s needs an even dim of 2 to %d, not %d".formatted(network, MAXIMUM_DIM, dim));
    }
    if (blocks.size() != LEVELS
        || Stream.concat(blocks.stream(), Stream.of(refinementBlocks))
            .anyMatch(count -> count < 0 || count > MAXIMUM_BLOCKS)) {
      throw new IllegalArgumentException(
          "%s has blocks of %d levels and refinementBlocks, 0 to %d each, not %s and %d"
              .formatted(network, LEVELS, MAXIMUM_BLOCKS, blocks, refinementBlocks));
    }
    if (heads.size() != LEVELS) {
      throw new IllegalArgumentException(
          "%s has heads of %d levels, not %s".formatted(network, LEVELS, heads));
    }
    for (int level = 0; level < LEVELS; level++) {
      if (heads.get(level) < 1 || (dim << level) % heads.get(level) != 0) {
        throw new IllegalArgumentException(
            "the %d channels of level %d of %s do not divide into %d heads"
                .formatted(dim << level, level + 1, network, heads.get(level)));
      }
    }
    // Written so that NaN is refused.
    if (!(expansion <= MAXIMUM_EXPANSION && (int) (dim * expansion) >= 1)) {
      throw new IllegalArgumentException(
          "%s needs an expansion that leaves a channel, up to %.0f, not %s"
              .formatted(network, MAXIMUM_EXPANSION, expansion));
    }
  }

  /** Several blocks named {@code name.0}, {@code name.1} and so on. */
  <T> T blocks(Ops<T> ops, String name, int count, int channels, int heads, T x) {
    for (int block = 0; block < count; block++) {
      x = block(ops, name + "." + block, channels, heads, x);
    }
    return x;
  }

  /** One block: x [N, C, H, W] to the same shape. */
  <T> T block(Ops<T> ops, String name, int channels, int heads, T x) {
    T y =
        ops.add(
            x, attention(ops, name + ".attn.", channels, heads, norm(ops, name, 1, channels, x)));
    return ops.add(y, feedForward(ops, name + ".ffn.", channels, norm(ops, name, 2, channels, y)));
  }

  private <T> T norm(Ops<T> ops, String block, int number, int channels, T x) {
    String name = block + ".norm" + number + ".body";
    return norm == RestormerNorm.WITH_BIAS
        ? ops.layerNorm2d(name, channels, epsilon, x)
        : ops.biasFreeLayerNorm(name, channels, epsilon, x);
  }

  private <T> T attention(Ops<T> ops, String name, int c, int heads, T x) {
    T qkv = ops.conv(name + "qkv", conv(Conv.pointwise(c, 3 * c), bias), x);
    qkv = ops.conv(name + "qkv_dwconv", conv(Conv.depthwise(3 * c), bias), qkv);
    TransposedAttention shape = new TransposedAttention(c, heads, activation);
    T attended = ops.transposedAttention(name + "temperature", shape, qkv);
    return ops.conv(name + "project_out", conv(Conv.pointwise(c, c), bias), attended);
  }

  private <T> T feedForward(Ops<T> ops, String name, int c, T x) {
    int hidden = (int) (c * expansion);
    T u = ops.conv(name + "project_in", conv(Conv.pointwise(c, 2 * hidden), bias), x);
    u = ops.geluGate(ops.conv(name + "dwconv", conv(Conv.depthwise(2 * hidden), bias), u));
    return ops.conv(name + "project_out", conv(Conv.pointwise(hidden, c), bias), u);
  }

  /** To the next coarser level: [N, C, H, W] to [N, 2C, H / 2, W / 2]. */
  <T> T down(Ops<T> ops, String name, int channels, T x) {
    Conv narrow = conv(Conv.same(channels, channels / 2, 3), false);
    return ops.pixelUnshuffle(ops.conv(name + ".body.0", narrow, x), 2);
  }

  /** To the next finer level: [N, C, H, W] to [N, C / 2, 2H, 2W]. */
  <T> T up(Ops<T> ops, String name, int channels, T x) {
    Conv widen = conv(Conv.same(channels, 2 * channels, 3), false);
    return ops.pixelShuffle(ops.conv(name + ".body.0", widen, x), 2);
  }

  /** The convolution with these initial values, with or without bias. */
  Conv conv(Conv shape, boolean withBias) {
    Conv drawn = weightInit.map(init -> shape.withInits(init, Init.ZEROS)).orElse(shape);
    return withBias ? drawn : drawn.withoutBias();
  }
}
