package io.github.dcpt4j.exporter.network.nafnet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.util.List;
import java.util.regex.Pattern;

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
@JsonTypeName("nafnet")
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
    implements NafShaped {

  private static final Pattern DCPT_DECODER = Pattern.compile("^decoder(\\d+)\\.");

  /** NAFNet of the DCPT release for five degradations. */
  public static NafNet published() {
    return new NafNet(64, List.of(1, 1, 1, 28), 1, List.of(1, 1, 1, 1));
  }

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

  /** The same network in another form. */
  public NafNet withForm(NafNetForm other) {
    return new NafNet(
        width,
        encoderBlocks,
        middleBlocks,
        decoderBlocks,
        other,
        imageChannels,
        localPooling,
        localPoolingFast,
        stem);
  }

  /**
   * The same network with local pooling.
   *
   * @param trainingSize height and width of the pictures trained on; empty for global pooling
   * @param fast whether local means are those of the published faster, inexact variant
   * @throws IllegalArgumentException if the training size cannot be one
   */
  public NafNet withLocalPooling(List<Integer> trainingSize, boolean fast) {
    return new NafNet(
        width,
        encoderBlocks,
        middleBlocks,
        decoderBlocks,
        form,
        imageChannels,
        trainingSize,
        fast,
        stem);
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

  @Override
  public NafFrame frame() {
    return new NafFrame(
        "nafnet", form, imageChannels, stem, width, encoderBlocks, middleBlocks, decoderBlocks);
  }

  @Override
  public Pooling pooling() {
    return Pooling.of(frame(), localPooling, localPoolingFast);
  }

  @Override
  public NafFrame.Block block() {
    return new NafNetBlock(width, pooling());
  }

  @Override
  public String attentionName() {
    return "sca";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The original differs from the DCPT release by the names of the decoder stages, and by
   * padding sizes that the other does not take.
   */
  @Override
  public RestorationNetwork original() {
    return withForm(NafNetForm.ORIGINAL);
  }

  @Override
  public String originalName(String parameterName) {
    return DCPT_DECODER.matcher(parameterName).replaceFirst("decoders.$1.");
  }
}
