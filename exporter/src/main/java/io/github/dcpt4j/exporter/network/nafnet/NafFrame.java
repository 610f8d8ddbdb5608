package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The U-shape that NAFNet and Baseline have in common: everything but their blocks.
 *
 * @param network the network's name, for messages
 * @param form names and padding
 * @param imageChannels channels of the image, before and after
 * @param stem side of the squares of pixels that become the channels of one
 * @param width channels of the finest level; every further one has twice as many
 * @param encoderBlocks blocks of each encoder level, finest first
 * @param middleBlocks blocks at the coarsest level
 * @param decoderBlocks blocks of each decoder stage, coarsest first
 */
record NafFrame(
    String network,
    NafNetForm form,
    int imageChannels,
    int stem,
    int width,
    List<Integer> encoderBlocks,
    int middleBlocks,
    List<Integer> decoderBlocks) {

  static final int COLOURS = 3;
  private static final int MAXIMUM_LEVELS = 8;

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_WIDTH = 4096;
  private static final int MAXIMUM_BLOCKS = 1024;
  private static final int MAXIMUM_STEM = 8;

  /** A residual block that keeps the shape of its feature map. */
  interface Block {

    /**
     * Runs the block.
     *
     * @param name what the names of its parameters begin with, with the last dot
     * @param level how often the feature map has been halved
     * @param x [N, width 2^level, H, W]
     */
    <T> T apply(Ops<T> ops, String name, int level, T x);
  }

  /** Checks the configuration. */
  NafFrame {
    require(
        encoderBlocks != null && decoderBlocks != null,
        "%s needs encoderBlocks and decoderBlocks",
        network);
    encoderBlocks = List.copyOf(encoderBlocks);
    decoderBlocks = List.copyOf(decoderBlocks);
    require(
        width >= 1 && width <= MAXIMUM_WIDTH,
        "%s needs a width of 1 to %d, not %d",
        network,
        MAXIMUM_WIDTH,
        width);
    require(
        imageChannels >= 1 && imageChannels <= MAXIMUM_WIDTH,
        "%s needs 1 to %d imageChannels, not %d",
        network,
        MAXIMUM_WIDTH,
        imageChannels);
    require(
        stem >= 1 && stem <= MAXIMUM_STEM,
        "%s needs a stem of 1 to %d, not %d",
        network,
        MAXIMUM_STEM,
        stem);
    require(
        !encoderBlocks.isEmpty()
            && encoderBlocks.size() <= MAXIMUM_LEVELS
            && encoderBlocks.size() == decoderBlocks.size(),
        "%s needs as many encoderBlocks as decoderBlocks, 1 to %d, not %s and %s",
        network,
        MAXIMUM_LEVELS,
        encoderBlocks,
        decoderBlocks);
    Stream<Integer> levels = Stream.concat(encoderBlocks.stream(), decoderBlocks.stream());
    require(
        Stream.concat(levels, Stream.of(middleBlocks))
            .allMatch(blocks -> blocks >= 0 && blocks <= MAXIMUM_BLOCKS),
        "%s has 0 to %d blocks per level, not %s, %d and %s",
        network,
        MAXIMUM_BLOCKS,
        encoderBlocks,
        middleBlocks,
        decoderBlocks);
  }

  private static void require(boolean condition, String complaint, Object... details) {
    if (!condition) {
      throw new IllegalArgumentException(Text.of(complaint, details));
    }
  }

  private int levels() {
    return encoderBlocks.size();
  }

  /** What height and width are multiples of once they are padded. */
  int paddedMultiple() {
    return stem << levels();
  }

  /** What height and width of an image have to be multiples of. */
  int sizeMultiple() {
    return form == NafNetForm.ORIGINAL ? 1 : paddedMultiple();
  }

  /** How far the convolutions alone carry the influence of a pixel, in pixels. */
  int convolutionReach() {
    int reach = 2; // the first and the last convolution
    for (int level = 0; level < levels(); level++) {
      int blocks = encoderBlocks.get(level) + decoderBlocks.get(levels() - 1 - level);
      // One convolution in each block, and the one that halves the size.
      reach = Math.addExact(reach, (blocks + 1) << level);
    }
    reach = Math.addExact(reach, middleBlocks << levels());
    // A square of pixels is read and written as a whole.
    return Math.addExact(Math.multiplyExact(reach, stem), stem - 1);
  }

  List<Integer> stageChannels() {
    return IntStream.range(0, levels()).mapToObj(level -> width << level).toList();
  }

  <T> Features<T> features(Ops<T> ops, Block block, T image) {
    boolean pads = form == NafNetForm.ORIGINAL;
    T padded = pads ? ops.padToMultiple(image, paddedMultiple(), Padding.ZERO) : image;
    Deque<T> skips = new ArrayDeque<>();
    T squares = stem == 1 ? padded : ops.pixelUnshuffle(padded, stem);
    int squareChannels = imageChannels * stem * stem;
    T x = ops.conv("intro", Conv.same(squareChannels, width, 3), squares);
    int channels = width;
    for (int level = 0; level < levels(); level++) {
      x = blocks(ops, block, "encoders." + level, level, encoderBlocks.get(level), x);
      skips.push(x);
      Conv halve = Conv.same(channels, 2 * channels, 2).withStride(2, 0);
      x = ops.conv("downs." + level, halve, x);
      channels *= 2;
    }
    x = blocks(ops, block, "middle_blks", levels(), middleBlocks, x);
    List<T> stages = new ArrayList<>();
    for (int stage = 0; stage < levels(); stage++) {
      Conv widen = Conv.pointwise(channels, 2 * channels).withoutBias();
      x = ops.pixelShuffle(ops.conv("ups." + stage + ".0", widen, x), 2);
      channels /= 2;
      x = ops.add(x, skips.pop());
      int level = levels() - 1 - stage;
      x = blocks(ops, block, form.decoder(stage), level, decoderBlocks.get(stage), x);
      stages.add(x);
    }
    T last = x;
    Collections.reverse(stages);
    return new Features<>(
        stages,
        () -> {
          T residual = ops.conv("ending", Conv.same(width, squareChannels, 3), last);
          T restored = ops.add(stem == 1 ? residual : ops.pixelShuffle(residual, stem), padded);
          return pads ? ops.cropLike(restored, image) : restored;
        });
  }

  private static <T> T blocks(Ops<T> ops, Block block, String name, int level, int count, T x) {
    for (int i = 0; i < count; i++) {
      x = block.apply(ops, name + "." + i + ".", level, x);
    }
    return x;
  }

  /** Whether tensors are those of such a frame. */
  static boolean isOf(TensorShapes shapes) {
    return shapes.has("intro.weight", 4) && shapes.has("ending.weight");
  }

  /** Whether they have the names of NAFNet's own authors. */
  static boolean isOriginal(TensorShapes shapes) {
    return shapes.any("decoders\\.\\d+\\..+");
  }

  /** Width and blocks, as the tensors show them. */
  static Traits traits(TensorShapes shapes) {
    int levels = shapes.count("downs\\.\\d+\\.weight");
    String decoder = isOriginal(shapes) ? "decoders\\.%d" : "decoder%d";
    return new Traits()
        .known("width", shapes.side("intro.weight", 0))
        .known("encoderBlocks", blocks(shapes, "encoders\\.%d", levels))
        .known("middleBlocks", shapes.count("middle_blks\\.\\d+\\.beta"))
        .known("decoderBlocks", blocks(shapes, decoder, levels));
  }

  private static List<Integer> blocks(TensorShapes shapes, String stage, int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level -> shapes.count(Text.of(stage, level) + "\\.\\d+\\.beta"))
        .toList();
  }

  /**
   * The order of the parameters in the state dictionary.
   *
   * @param attention what a block's attention goes by
   */
  StateOrder stateOrder(String attention) {
    Stream<String> inBlock =
        Stream.of(
            "beta", "gamma", "conv1", "conv2", "conv3", attention, "conv4", "conv5", "norm1",
            "norm2", "weight", "bias");
    return new StateOrder(Stream.concat(form.modules(levels()), inBlock).toList());
  }
}
