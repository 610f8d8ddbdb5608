package io.github.dcpt4j.exporter.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * NAFNet (Chen et al., Simple Baselines for Image Restoration, ECCV 2022), as the DCPT release has
 * it and as its own authors published it.
 *
 * @param width channels at full resolution
 * @param encoderBlocks blocks of each encoder level, finest first
 * @param middleBlocks blocks at the coarsest level
 * @param decoderBlocks blocks of each decoder stage, coarsest first
 * @param form whose names and padding; {@link NafNetForm#DCPT} if it is not said
 * @param imageChannels channels of the image, before and after; 3 if it is not said
 * @param localPooling height and width of the pictures trained on, from which the windows of local
 *     pooling (Chu et al., Improving Image Restoration by Revisiting Global Information
 *     Aggregation, ECCV 2022) follow; empty for global pooling
 * @param localPoolingFast whether local means are those of the published faster, inexact variant
 * @param stem side of the squares of pixels that become the channels of one before the first
 *     convolution (pixel-unshuffle), and pixels again after the last; 1, the published form, if it
 *     is not said. All blocks then run at 1 / stem of the image's size, which lets a network of the
 *     same cost be stem times as wide
 */
public record NafNet(
    int width,
    List<Integer> encoderBlocks,
    int middleBlocks,
    List<Integer> decoderBlocks,
    @JsonProperty(defaultValue = "dcpt") NafNetForm form,
    @JsonProperty(defaultValue = "3") Integer imageChannels,
    @JsonProperty(defaultValue = "[]") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Integer> localPooling,
    @JsonProperty(defaultValue = "false") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        Boolean localPoolingFast,
    @JsonProperty(defaultValue = "1")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoStem.class)
        Integer stem)
    implements RestorationNetwork {

  /** Equal to the stem that configurations leave out. */
  static final class NoStem {

    @Override
    public boolean equals(Object stem) {
      return Integer.valueOf(1).equals(stem);
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range, the two lists differ in length,
   *     or the training size cannot be one
   */
  public NafNet {
    form = form == null ? NafNetForm.DCPT : form;
    imageChannels = imageChannels == null ? NafFrame.COLOURS : imageChannels;
    localPooling = localPooling == null ? List.of() : List.copyOf(localPooling);
    localPoolingFast = localPoolingFast != null && localPoolingFast;
    stem = stem == null ? 1 : stem;
    NafFrame frame =
        new NafFrame(
            "nafnet", form, imageChannels, stem, width, encoderBlocks, middleBlocks, decoderBlocks);
    encoderBlocks = frame.encoderBlocks();
    decoderBlocks = frame.decoderBlocks();
    Pooling.of(frame, localPooling, localPoolingFast);
  }

  /** NAFNet for colour images as the DCPT release has it, with global pooling. */
  public NafNet(
      int width, List<Integer> encoderBlocks, int middleBlocks, List<Integer> decoderBlocks) {
    this(
        width,
        encoderBlocks,
        middleBlocks,
        decoderBlocks,
        NafNetForm.DCPT,
        NafFrame.COLOURS,
        List.of(),
        false,
        1);
  }

  /**
   * The same network behind a pixel-unshuffle.
   *
   * @param side of the squares of pixels that become one
   * @throws IllegalArgumentException if it is out of range
   */
  public NafNet withStem(int side) {
    return new NafNet(
        width,
        encoderBlocks,
        middleBlocks,
        decoderBlocks,
        form,
        imageChannels,
        localPooling,
        localPoolingFast,
        side);
  }

  private NafFrame frame() {
    return new NafFrame(
        "nafnet", form, imageChannels, stem, width, encoderBlocks, middleBlocks, decoderBlocks);
  }

  private Pooling pooling() {
    return Pooling.of(frame(), localPooling, localPoolingFast);
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    return frame().features(ops, new NafNetBlock(width, pooling()), image);
  }

  @Override
  public int sizeMultiple() {
    return frame().sizeMultiple();
  }

  @Override
  public int minimumSize() {
    return pooling().minimumSize(frame());
  }

  @Override
  public int inputChannels() {
    return imageChannels;
  }

  @Override
  public int outputChannels() {
    return imageChannels;
  }

  @Override
  public ReceptiveField receptiveField() {
    return pooling().receptiveField(frame());
  }

  @Override
  public List<Integer> stageChannels() {
    return frame().stageChannels();
  }

  @Override
  public StateOrder stateOrder() {
    return frame().stateOrder("sca");
  }
}
