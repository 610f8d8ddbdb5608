package io.github.dcpt4j.exporter.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TransWeather (Valanarasu et al., Transformer-based Restoration of Images Degraded by Adverse
 * Weather Conditions, CVPR 2022) with the parameter names of its authors' code.
 *
 * @param widths channels of the encoder's four stages, finest first; 64, 128, 320 and 512 in the
 *     published network
 * @param taskDecoder whether a decoder with learnt task queries stands between encoder and tail, as
 *     in the paper; without it the network is the authors' {@code _base} variant
 */
public record TransWeather(List<Integer> widths, boolean taskDecoder)
    implements RestorationNetwork {

  private static final int STAGES = 4;
  private static final int BLOCKS = 2;
  private static final int DECODER_BLOCKS = 3;
  private static final int DECODER_HEADS = 8;
  private static final List<Integer> HEADS = List.of(1, 2, 4, 4);
  private static final List<Integer> PATCH_HEADS = List.of(1, 2, 2);
  private static final List<Integer> REDUCTIONS = List.of(4, 2, 2, 1);
  private static final double EMBEDDING_EPSILON = 1e-5;
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
    if (widths == null
        || widths.size() != STAGES
        || widths.stream().anyMatch(width -> width < 1 || width > MAXIMUM_WIDTH)
        || widths.stream().anyMatch(width -> width % WIDTH_MULTIPLE != 0)) {
      throw new IllegalArgumentException(
          "transweather needs %d widths, multiples of %d up to %d, not %s"
              .formatted(STAGES, WIDTH_MULTIPLE, MAXIMUM_WIDTH, widths));
    }
    widths = List.copyOf(widths);
  }

  /** The network of the paper. */
  public static TransWeather published() {
    return of(new Description());
  }

  /** Fields that a file leaves out are as published. */
  private static final class Description {
    @JsonProperty private List<Integer> widths = List.of(64, 128, 320, 512);
    @JsonProperty private boolean taskDecoder = true;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private static TransWeather of(Description description) {
    return new TransWeather(description.widths, description.taskDecoder);
  }

  /** Halving rounds up, doubling does not: only the two coarsest levels are cut to fit. */
  @Override
  public int sizeMultiple() {
    return 16;
  }

  /** The keys of stage 3's patches are the means of 2 x 2 pixels at 1 / 32 of the size. */
  @Override
  public int minimumSize() {
    return 48;
  }

  /** Every pixel attends to all others. */
  @Override
  public Reach reach() {
    return Reach.wholeImage();
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
  public <T> Trunk<T> trunk(Ops<T> ops, T image) {
    return new Trunk<>(List.of(), () -> restored(ops, image));
  }

  private <T> T restored(Ops<T> ops, T image) {
    List<T> stages = encoded(ops, ops.affine(image, 2, -1));
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
    return ops.tanh(ops.conv("clean.conv2d", Conv.same(full, 3, 3), r));
  }

  private String tail() {
    return taskDecoder ? "convtail." : "convproj.";
  }

  private <T> T doubled(Ops<T> ops, String name, int in, int out, T x) {
    return ops.transposedConv(tail() + name + ".conv2d", in, out, x);
  }

  /** The maps of the four stages, at 1/4, 1/8, 1/16 and 1/32 of the size. */
  private <T> List<T> encoded(Ops<T> ops, T image) {
    List<T> stages = new ArrayList<>();
    T x = embedded(ops, "Tenc.patch_embed1.", Embedding.ofImage(widths.get(0)), image);
    for (int stage = 0; stage < STAGES; stage++) {
      T patches = x;
      int width = widths.get(stage);
      Block block = new Block(width, HEADS.get(stage), 2, REDUCTIONS.get(stage), false);
      x = blocks(ops, "Tenc.block" + (stage + 1), block, BLOCKS, x);
      x = ops.channelNorm("Tenc.norm" + (stage + 1), width, STAGE_EPSILON, x);
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
    Embedding halving = Embedding.halving(widths.get(stage), next);
    T small = embedded(ops, "Tenc.mini_patch_embed" + (stage + 1) + ".", halving, patches);
    Block block = new Block(next, PATCH_HEADS.get(stage), 2, REDUCTIONS.get(stage), false);
    small = blocks(ops, "Tenc.patch_block" + (stage + 1), block, 1, small);
    small = ops.channelNorm("Tenc.pnorm" + (stage + 1), next, STAGE_EPSILON, small);
    return ops.add(embedded(ops, "Tenc.patch_embed" + (stage + 2) + ".", halving, result), small);
  }

  /** What the task queries find in the coarsest stage, at half of its size. */
  private <T> T decoded(Ops<T> ops, T coarsest) {
    int width = widths.get(3);
    T x = embedded(ops, "Tdec.patch_embed1.", Embedding.halving(width, width), coarsest);
    x = blocks(ops, "Tdec.block1", new Block(width, DECODER_HEADS, 4, 1, true), DECODER_BLOCKS, x);
    return ops.channelNorm("Tdec.norm1", width, STAGE_EPSILON, x);
  }

  private static <T> T blocks(Ops<T> ops, String name, Block block, int count, T x) {
    for (int i = 0; i < count; i++) {
      x = block.of(ops, name + "." + i + ".", x);
    }
    return x;
  }

  /** A convolution that overlaps its neighbours, and a norm. */
  record Embedding(int in, int out, int kernel, int stride) {

    static Embedding ofImage(int out) {
      return new Embedding(3, out, 7, 4);
    }

    static Embedding halving(int in, int out) {
      return new Embedding(in, out, 3, 2);
    }
  }

  static <T> T embedded(Ops<T> ops, String name, Embedding embedding, T x) {
    Conv conv =
        Conv.same(embedding.in(), embedding.out(), embedding.kernel())
            .withStride(embedding.stride(), embedding.kernel() / 2);
    T features = ops.conv(name + "proj", conv, x);
    return ops.channelNorm(name + "norm", embedding.out(), EMBEDDING_EPSILON, features);
  }

  /** A residual block of the tail. */
  static <T> T residual(Ops<T> ops, String name, int channels, T x) {
    Conv conv = Conv.same(channels, channels, 3);
    T u = ops.relu(ops.conv(name + "conv1.conv2d", conv, x));
    u = ops.conv(name + "conv2.conv2d", conv, u);
    return ops.add(x, ops.affine(u, RESIDUAL_SCALE, 0));
  }

  /**
   * A transformer block.
   *
   * @param width channels
   * @param heads attention heads, a divisor of the width
   * @param expansion the perceptron's hidden channels by the width
   * @param reduction side of the squares of pixels that become one key and value
   * @param taskQueries whether the queries are learnt, and not made of the pixels
   */
  record Block(int width, int heads, int expansion, int reduction, boolean taskQueries) {

    private static final int TASKS = 48;
    private static final double NORM_EPSILON = 1e-6;
    private static final double REDUCTION_EPSILON = 1e-5;

    <T> T of(Ops<T> ops, String name, T x) {
      T y = ops.channelNorm(name + "norm1", width, NORM_EPSILON, x);
      y = ops.add(x, attention(ops, name + "attn.", y));
      T z = ops.channelNorm(name + "norm2", width, NORM_EPSILON, y);
      return ops.add(y, perceptron(ops, name + "mlp.", z));
    }

    private <T> T attention(Ops<T> ops, String name, T x) {
      // The queries of a task are the same wherever they are used.
      T asking = taskQueries ? ops.learntRows(name + "task_query", TASKS, width, x) : x;
      T query = ops.pixelLinear(name + "q", width, width, true, asking);
      T answering = reduction == 1 ? x : reduced(ops, name, x);
      T keysAndValues = ops.pixelLinear(name + "kv", width, 2 * width, true, answering);
      T attended = ops.attention(width, heads, query, keysAndValues);
      return ops.pixelLinear(name + "proj", width, width, true, attended);
    }

    private <T> T reduced(Ops<T> ops, String name, T x) {
      Conv conv = Conv.same(width, width, reduction).withStride(reduction, 0);
      return ops.channelNorm(
          name + "norm", width, REDUCTION_EPSILON, ops.conv(name + "sr", conv, x));
    }

    private <T> T perceptron(Ops<T> ops, String name, T x) {
      int hidden = expansion * width;
      T u = ops.pixelLinear(name + "fc1", width, hidden, true, x);
      u = ops.gelu(ops.conv(name + "dwconv.dwconv", Conv.depthwise(hidden), u));
      return ops.pixelLinear(name + "fc2", hidden, width, true, u);
    }
  }

  @Override
  public StateOrder stateOrder() {
    Stream<String> modules = Stream.of("Tenc", "Tdec", "convtail", "convproj", "clean");
    Stream<String> embeddings =
        Stream.of("patch_embed", "mini_patch_embed")
            .flatMap(kind -> IntStream.rangeClosed(1, STAGES).mapToObj(stage -> kind + stage));
    Stream<String> stages =
        IntStream.rangeClosed(1, STAGES)
            .boxed()
            .flatMap(
                stage ->
                    Stream.of("block", "norm", "patch_block", "pnorm").map(kind -> kind + stage));
    Stream<String> inBlock =
        Stream.of(
            "attn", "mlp", "task_query", "q", "kv", "proj", "sr", "norm", "fc1", "dwconv", "fc2");
    Stream<String> inTail =
        Stream.of(
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
            "bias");
    return new StateOrder(
        Stream.of(modules, embeddings, stages, inBlock, inTail).flatMap(words -> words).toList());
  }
}
