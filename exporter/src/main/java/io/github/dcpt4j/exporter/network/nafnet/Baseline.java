package io.github.dcpt4j.exporter.network.nafnet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * Baseline, the network that NAFNet was derived from (Chen et al., Simple Baselines for Image
 * Restoration, ECCV 2022), as its authors published it.
 *
 * @param width channels at full resolution
 * @param encoderBlocks blocks of each encoder level, finest first
 * @param middleBlocks blocks at the coarsest level
 * @param decoderBlocks blocks of each decoder stage, coarsest first
 * @param depthwiseExpansion how many times the channels a block's depthwise convolution has; 1 if
 *     it is not said
 * @param feedForwardExpansion how many times the channels a block's second half widens to; 2 if it
 *     is not said
 * @param imageChannels channels of the image, before and after; 3 if it is not said
 * @param localPooling height and width of the pictures trained on, as {@link NafNet} has it; empty
 *     for global pooling
 * @param localPoolingFast whether local means are those of the published faster, inexact variant
 */
@JsonTypeName("baseline")
public record Baseline(
    int width,
    List<Integer> encoderBlocks,
    int middleBlocks,
    List<Integer> decoderBlocks,
    @JsonProperty(defaultValue = "1") Integer depthwiseExpansion,
    @JsonProperty(defaultValue = "2") Integer feedForwardExpansion,
    @JsonProperty(defaultValue = "3") Integer imageChannels,
    @JsonProperty(defaultValue = "[]") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Integer> localPooling,
    @JsonProperty(defaultValue = "false") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        Boolean localPoolingFast)
    implements NafShaped {

  private static final int MAXIMUM_EXPANSION = 16;

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range, the two lists differ in length,
   *     or the training size cannot be one
   */
  public Baseline {
    depthwiseExpansion = depthwiseExpansion == null ? 1 : depthwiseExpansion;
    feedForwardExpansion = feedForwardExpansion == null ? 2 : feedForwardExpansion;
    imageChannels = imageChannels == null ? NafFrame.COLOURS : imageChannels;
    localPooling = localPooling == null ? List.of() : List.copyOf(localPooling);
    localPoolingFast = localPoolingFast != null && localPoolingFast;
    checkExpansion("depthwiseExpansion", depthwiseExpansion);
    checkExpansion("feedForwardExpansion", feedForwardExpansion);
    NafFrame frame = frame(imageChannels, width, encoderBlocks, middleBlocks, decoderBlocks);
    if (width * depthwiseExpansion < 2) {
      throw new IllegalArgumentException(
          "baseline halves width * depthwiseExpansion, which has to be 2 at least");
    }
    encoderBlocks = frame.encoderBlocks();
    decoderBlocks = frame.decoderBlocks();
    Pooling.of(frame, localPooling, localPoolingFast);
  }

  private static void checkExpansion(String name, int expansion) {
    if (expansion < 1 || expansion > MAXIMUM_EXPANSION) {
      throw new IllegalArgumentException(
          Text.of("baseline needs a %s of 1 to %d, not %d", name, MAXIMUM_EXPANSION, expansion));
    }
  }

  @Override
  public NafFrame frame() {
    return frame(imageChannels, width, encoderBlocks, middleBlocks, decoderBlocks);
  }

  private static NafFrame frame(
      int imageChannels,
      int width,
      List<Integer> encoderBlocks,
      int middleBlocks,
      List<Integer> decoderBlocks) {
    return new NafFrame(
        "baseline",
        NafNetForm.ORIGINAL,
        imageChannels,
        1,
        width,
        encoderBlocks,
        middleBlocks,
        decoderBlocks);
  }

  @Override
  public Pooling pooling() {
    return Pooling.of(frame(), localPooling, localPoolingFast);
  }

  @Override
  public NafFrame.Block block() {
    return new BaselineBlock(width, depthwiseExpansion, feedForwardExpansion, pooling());
  }

  @Override
  public String attentionName() {
    return "se";
  }
}
