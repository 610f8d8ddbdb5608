package io.github.dcpt4j.exporter.network.restormer;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.weights.Init;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
public record RestormerParts(
    double expansion,
    RestormerNorm norm,
    double epsilon,
    boolean bias,
    Activation activation,
    Optional<Init> weightInit) {

  /** The encoder's stages, finest first. */
  static final List<String> STAGES =
      List.of("encoder_level1", "encoder_level2", "encoder_level3", "latent");

  private static final List<String> DOWN = List.of("down1_2", "down2_3", "down3_4");

  /** The words of the names within a part, in the order of the state dictionary. */
  public static final List<String> STATE_WORDS =
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

  /** Several blocks named {@code name.0}, {@code name.1} and so on. */
  public <T> T blocks(Ops<T> ops, String name, int count, int channels, int heads, T x) {
    for (int block = 0; block < count; block++) {
      x = block(ops, name + "." + block, channels, heads, x);
    }
    return x;
  }

  /**
   * The three encoder levels and the coarsest level.
   *
   * @param suffix what follows the name of a stage
   * @param embedded [N, dim, H, W]
   * @return maps of dim 2^i channels at 1 / 2^i of the size, finest first
   */
  public <T> List<T> encoded(Ops<T> ops, RestormerSizes sizes, String suffix, T embedded) {
    List<T> levels = new ArrayList<>();
    T x = embedded;
    for (int level = 0; level < RestormerSizes.LEVELS; level++) {
      if (level > 0) {
        x = down(ops, DOWN.get(level - 1), sizes.dim() << level - 1, x);
      }
      x = stage(ops, sizes, STAGES.get(level) + suffix, level, sizes.dim() << level, x);
      levels.add(x);
    }
    return levels;
  }

  /** The blocks of a stage, which has the number and the heads of its level. */
  public <T> T stage(Ops<T> ops, RestormerSizes sizes, String name, int level, int channels, T x) {
    return blocks(ops, name, sizes.blocks().get(level), channels, sizes.heads().get(level), x);
  }

  /** One block: x [N, C, H, W] to the same shape. */
  public <T> T block(Ops<T> ops, String name, int channels, int heads, T x) {
    T y =
        ops.add(
            x, attention(ops, name + ".attn.", channels, heads, norm(ops, name, 1, channels, x)));
    return ops.add(y, feedForward(ops, name + ".ffn.", channels, norm(ops, name, 2, channels, y)));
  }

  private <T> T norm(Ops<T> ops, String block, int number, int channels, T x) {
    String name = block + ".norm" + number + ".body";
    return ops.norm(name, norm.of(channels, epsilon), x);
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
  public <T> T down(Ops<T> ops, String name, int channels, T x) {
    Conv narrow = conv(Conv.same(channels, channels / 2, 3), false);
    return ops.pixelUnshuffle(ops.conv(name + ".body.0", narrow, x), 2);
  }

  /** To the next finer level: [N, C, H, W] to [N, C / 2, 2H, 2W]. */
  public <T> T up(Ops<T> ops, String name, int channels, T x) {
    Conv widen = conv(Conv.same(channels, 2 * channels, 3), false);
    return ops.pixelShuffle(ops.conv(name + ".body.0", widen, x), 2);
  }

  /** The convolution with these initial values, with or without bias. */
  public Conv conv(Conv shape, boolean withBias) {
    Conv drawn = weightInit.map(init -> shape.withInits(init, Init.ZEROS)).orElse(shape);
    return withBias ? drawn : drawn.withoutBias();
  }
}
