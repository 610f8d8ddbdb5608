package io.github.dcpt4j.exporter.network.transweather;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.TransposedConv;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * TransWeather (Valanarasu et al., Transformer-based Restoration of Images Degraded by Adverse
 * Weather Conditions, CVPR 2022) with the parameter names of its authors' code.
 *
 * @param widths channels of the encoder's four stages, finest first; 64, 128, 320 and 512 in the
 *     published network
 * @param taskDecoder whether a decoder with learnt task queries stands between encoder and tail, as
 *     in the paper; without it the network is the authors' {@code _base} variant
 */
@JsonTypeName("transweather")
public record TransWeather(
    @JsonProperty(defaultValue = "[64, 128, 320, 512]") List<Integer> widths,
    @JsonProperty(defaultValue = "true") Boolean taskDecoder)
    implements RestorationNetwork {

  private static final List<Integer> PUBLISHED_WIDTHS = List.of(64, 128, 320, 512);
  private static final int STAGES = 4;
  private static final int BLOCKS = 2;
  private static final int DECODER_BLOCKS = 3;
  private static final int DECODER_HEADS = 8;
  private static final List<Integer> HEADS = List.of(1, 2, 4, 4);
  private static final List<Integer> PATCH_HEADS = List.of(1, 2, 2);
  private static final List<Integer> REDUCTIONS = List.of(4, 2, 2, 1);
  private static final double STAGE_EPSILON = 1e-6;
  private static final double RESIDUAL_SCALE = 0.1;

  /** Channels of the tail's last two levels are this share of the first stage's. */
  private static final int HALF_SIZE_SHARE = 4;

  private static final int FULL_SIZE_SHARE = 8;

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_WIDTH = 4096;

  /** The least common multiple of what heads and tail divide the widths by. */
  private static final int WIDTH_MULTIPLE = 8;

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if there are not four widths, or one is out of range
   */
  public TransWeather {
    taskDecoder = taskDecoder == null || taskDecoder;
    widths = widths == null ? PUBLISHED_WIDTHS : widths;
    if (widths.size() != STAGES
        || widths.stream().anyMatch(width -> width < 1 || width > MAXIMUM_WIDTH)
        || widths.stream().anyMatch(width -> width % WIDTH_MULTIPLE != 0)) {
      throw new IllegalArgumentException(
          Text.of(
              "transweather needs %d widths, multiples of %d up to %d, not %s",
              STAGES, WIDTH_MULTIPLE, MAXIMUM_WIDTH, widths));
    }
    widths = List.copyOf(widths);
  }

  /** The network of the paper. */
  public static TransWeather published() {
    return new TransWeather(PUBLISHED_WIDTHS, true);
  }

  /** Halving rounds up, doubling does not: only the two coarsest levels are cut to fit. */
  @Override
  public int sizeMultiple() {
    return 16;
  }

  /** Keys are made of 2 x 2 pixels even at 1 / 32 of the size, which two rows there need. */
  @Override
  public int minimumSize() {
    return 48;
  }

  /** Every pixel attends to all others. */
  @Override
  public ReceptiveField receptiveField() {
    return ReceptiveField.wholeImage();
  }

  /** None are defined that a classifier could read. */
  @Override
  public List<Integer> stageChannels() {
    return List.of();
  }

  @Override
  public boolean ignores(String parameterName) {
    return parameterName.startsWith("Tenc.mini_patch_embed4.")
        || parameterName.startsWith(tail() + "conv_output.");
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    return new Features<>(List.of(), () -> restored(ops, image));
  }

  private <T> T restored(Ops<T> ops, T image) {
    List<T> stages = encoded(ops, ops.affine(image, Affine.of(2, -1)));
    T r = stages.get(3);
    if (taskDecoder) {
      T decoded =
          ops.cropLike(doubled(ops, "convd32x", widths.get(3), widths.get(3), decoded(ops, r)), r);
      r = ops.add(decoded, r);
    }
    r = ops.cropLike(doubled(ops, "convd16x", widths.get(3), widths.get(2), r), stages.get(2));
    r = ops.add(residual(ops, tail() + "dense_4.0.", widths.get(2), r), stages.get(2));
    r = doubled(ops, "convd8x", widths.get(2), widths.get(1), r);
    r = ops.add(residual(ops, tail() + "dense_3.0.", widths.get(1), r), stages.get(1));
    r = doubled(ops, "convd4x", widths.get(1), widths.get(0), r);
    r = ops.add(residual(ops, tail() + "dense_2.0.", widths.get(0), r), stages.get(0));
    int half = widths.get(0) / HALF_SIZE_SHARE;
    int full = widths.get(0) / FULL_SIZE_SHARE;
    r = residual(ops, tail() + "dense_1.0.", half, doubled(ops, "convd2x", widths.get(0), half, r));
    r = doubled(ops, "convd1x", half, full, r);
    return ops.activate(Activation.TANH, ops.conv("clean.conv2d", Conv.same(full, 3, 3), r));
  }

  private String tail() {
    return taskDecoder ? "convtail." : "convproj.";
  }

  private <T> T doubled(Ops<T> ops, String name, int in, int out, T x) {
    return ops.transposedConv(tail() + name + ".conv2d", new TransposedConv(in, out), x);
  }

  /** The maps of the four stages, at 1/4, 1/8, 1/16 and 1/32 of the size. */
  private <T> List<T> encoded(Ops<T> ops, T image) {
    List<T> stages = new ArrayList<>();
    T x = PatchEmbedding.ofImage(widths.get(0)).of(ops, "Tenc.patch_embed1.", image);
    for (int stage = 0; stage < STAGES; stage++) {
      T patches = x;
      int width = widths.get(stage);
      TransWeatherBlock block =
          new TransWeatherBlock(width, HEADS.get(stage), 2, REDUCTIONS.get(stage), false);
      x = blocks(ops, "Tenc.block" + (stage + 1), block, BLOCKS, x);
      x = ops.norm("Tenc.norm" + (stage + 1), Norm.layer(width, STAGE_EPSILON), x);
      stages.add(x);
      if (stage < STAGES - 1) {
        x = nextStage(ops, stage, x, patches);
      }
    }
    return stages;
  }

  /** Half of the size: embeds a stage's result, and smaller patches of what went into it. */
  private <T> T nextStage(Ops<T> ops, int stage, T result, T patches) {
    int next = widths.get(stage + 1);
    PatchEmbedding halving = PatchEmbedding.halving(widths.get(stage), next);
    T small = halving.of(ops, "Tenc.mini_patch_embed" + (stage + 1) + ".", patches);
    TransWeatherBlock block =
        new TransWeatherBlock(next, PATCH_HEADS.get(stage), 2, REDUCTIONS.get(stage), false);
    small = blocks(ops, "Tenc.patch_block" + (stage + 1), block, 1, small);
    small = ops.norm("Tenc.pnorm" + (stage + 1), Norm.layer(next, STAGE_EPSILON), small);
    return ops.add(halving.of(ops, "Tenc.patch_embed" + (stage + 2) + ".", result), small);
  }

  /** What the task queries find in the coarsest stage, at half of its size. */
  private <T> T decoded(Ops<T> ops, T coarsest) {
    int width = widths.get(3);
    T x = PatchEmbedding.halving(width, width).of(ops, "Tdec.patch_embed1.", coarsest);
    x =
        blocks(
            ops,
            "Tdec.block1",
            new TransWeatherBlock(width, DECODER_HEADS, 4, 1, true),
            DECODER_BLOCKS,
            x);
    return ops.norm("Tdec.norm1", Norm.layer(width, STAGE_EPSILON), x);
  }

  private static <T> T blocks(Ops<T> ops, String name, TransWeatherBlock block, int count, T x) {
    for (int i = 0; i < count; i++) {
      x = block.of(ops, name + "." + i + ".", x);
    }
    return x;
  }

  /** A residual block of the tail. */
  static <T> T residual(Ops<T> ops, String name, int channels, T x) {
    Conv conv = Conv.same(channels, channels, 3);
    T u = ops.activate(Activation.RELU, ops.conv(name + "conv1.conv2d", conv, x));
    u = ops.conv(name + "conv2.conv2d", conv, u);
    return ops.add(x, ops.affine(u, Affine.of(RESIDUAL_SCALE, 0)));
  }

  @Override
  public StateOrder stateOrder() {
    return new StateOrder(
        List.of(
            "Tenc",
            "Tdec",
            "convtail",
            "convproj",
            "clean",
            "patch_embed1",
            "patch_embed2",
            "patch_embed3",
            "patch_embed4",
            "mini_patch_embed1",
            "mini_patch_embed2",
            "mini_patch_embed3",
            "block1",
            "norm1",
            "attn",
            "patch_block1",
            "pnorm1",
            "block2",
            "norm2",
            "patch_block2",
            "pnorm2",
            "block3",
            "norm3",
            "patch_block3",
            "pnorm3",
            "block4",
            "norm4",
            "mlp",
            "task_query",
            "q",
            "kv",
            "proj",
            "sr",
            "norm",
            "fc1",
            "dwconv",
            "fc2",
            "convd32x",
            "convd16x",
            "dense_4",
            "convd8x",
            "dense_3",
            "convd4x",
            "dense_2",
            "convd2x",
            "dense_1",
            "convd1x",
            "conv1",
            "conv2",
            "conv2d",
            "weight",
            "bias"));
  }
}
