package io.github.dcpt4j.exporter.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NAFNet (Chen et al., Simple Baselines for Image Restoration, ECCV 2022) with the parameter names
 * of the DCPT release.
 *
 * @param width channels at full resolution
 * @param encoderBlocks blocks of each encoder level, finest first
 * @param middleBlocks blocks at the coarsest level
 * @param decoderBlocks blocks of each decoder stage, coarsest first
 */
public record NafNet(
    int width, List<Integer> encoderBlocks, int middleBlocks, List<Integer> decoderBlocks)
    implements RestorationNetwork {

  private static final int IMAGE_CHANNELS = 3;
  private static final double NORM_EPSILON = 1e-6;
  private static final int MAXIMUM_LEVELS = 8;

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_WIDTH = 4096;
  private static final int MAXIMUM_BLOCKS = 1024;

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range or the two lists differ in length
   */
  public NafNet {
    if (encoderBlocks == null || decoderBlocks == null) {
      throw new IllegalArgumentException("nafnet needs encoderBlocks and decoderBlocks");
    }
    encoderBlocks = List.copyOf(encoderBlocks);
    decoderBlocks = List.copyOf(decoderBlocks);
    if (width < 1 || width > MAXIMUM_WIDTH) {
      throw new IllegalArgumentException(
          "nafnet needs a width of 1 to %d, not %d".formatted(MAXIMUM_WIDTH, width));
    }
    if (encoderBlocks.isEmpty()
        || encoderBlocks.size() > MAXIMUM_LEVELS
        || encoderBlocks.size() != decoderBlocks.size()) {
      throw new IllegalArgumentException(
          "nafnet needs as many encoderBlocks as decoderBlocks, 1 to %d, not %s and %s"
              .formatted(MAXIMUM_LEVELS, encoderBlocks, decoderBlocks));
    }
    Stream<Integer> levels = Stream.concat(encoderBlocks.stream(), decoderBlocks.stream());
    if (Stream.concat(levels, Stream.of(middleBlocks))
        .anyMatch(blocks -> blocks < 0 || blocks > MAXIMUM_BLOCKS)) {
      throw new IllegalArgumentException(
          "nafnet has 0 to %d blocks per level, not %s, %d and %s"
              .formatted(MAXIMUM_BLOCKS, encoderBlocks, middleBlocks, decoderBlocks));
    }
  }

  private int levels() {
    return encoderBlocks.size();
  }

  @Override
  public int sizeMultiple() {
    return 1 << levels();
  }

  @Override
  public Reach reach() {
    return Reach.wholeImage();
  }

  @Override
  public List<Integer> stageChannels() {
    return IntStream.range(0, levels()).mapToObj(level -> width << level).toList();
  }

  @Override
  public <T> Trunk<T> trunk(Ops<T> ops, T image) {
    Deque<T> skips = new ArrayDeque<>();
    T x = ops.conv("intro", Conv.same(IMAGE_CHANNELS, width, 3), image);
    int channels = width;
    for (int level = 0; level < levels(); level++) {
      x = blocks(ops, "encoders." + level, channels, encoderBlocks.get(level), x);
      skips.push(x);
      Conv halve = Conv.same(channels, 2 * channels, 2).withStride(2, 0);
      x = ops.conv("downs." + level, halve, x);
      channels *= 2;
    }
    x = blocks(ops, "middle_blks", channels, middleBlocks, x);
    List<T> stages = new ArrayList<>();
    for (int stage = 0; stage < levels(); stage++) {
      Conv widen = Conv.pointwise(channels, 2 * channels).withoutBias();
      x = ops.pixelShuffle(ops.conv("ups." + stage + ".0", widen, x), 2);
      channels /= 2;
      x = ops.add(x, skips.pop());
      x = blocks(ops, "decoder" + stage, channels, decoderBlocks.get(stage), x);
      stages.add(x);
    }
    T last = x;
    Collections.reverse(stages);
    return new Trunk<>(
        stages,
        () -> ops.add(ops.conv("ending", Conv.same(width, IMAGE_CHANNELS, 3), last), image));
  }

  private static <T> T blocks(Ops<T> ops, String name, int channels, int count, T x) {
    for (int block = 0; block < count; block++) {
      x = block(ops, name + "." + block + ".", channels, x);
    }
    return x;
  }

  private static <T> T block(Ops<T> ops, String name, int c, T x) {
    T u = ops.channelNorm(name + "norm1", c, NORM_EPSILON, x);
    u = ops.conv(name + "conv1", Conv.pointwise(c, 2 * c), u);
    u = ops.gate(ops.conv(name + "conv2", Conv.depthwise(2 * c), u));
    T attention = ops.conv(name + "sca.1", Conv.pointwise(c, c), ops.spatialMean(u));
    u = ops.conv(name + "conv3", Conv.pointwise(c, c), ops.multiply(u, attention));
    T y = ops.add(x, ops.channelScale(name + "beta", c, u));

    T t = ops.channelNorm(name + "norm2", c, NORM_EPSILON, y);
    t = ops.gate(ops.conv(name + "conv4", Conv.pointwise(c, 2 * c), t));
    t = ops.conv(name + "conv5", Conv.pointwise(c, c), t);
    return ops.add(y, ops.channelScale(name + "gamma", c, t));
  }

  @Override
  public StateOrder stateOrder() {
    Stream<String> modules =
        Stream.of("intro", "ending", "encoders", "middle_blks", "ups", "downs");
    Stream<String> decoders = IntStream.range(0, levels()).mapToObj(stage -> "decoder" + stage);
    Stream<String> inBlock =
        Stream.of(
            "beta", "gamma", "conv1", "conv2", "conv3", "sca", "conv4", "conv5", "norm1", "norm2",
            "weight", "bias");
    return new StateOrder(Stream.of(modules, decoders, inBlock).flatMap(words -> words).toList());
  }
}
