package io.github.dcpt4j.exporter.network.swinir;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * What SwinIR can be varied in. All of it may be left out of the JSON form.
 *
 * @param imageChannels 3 for colour, 1 for grey
 * @param residual what closes a layer
 * @param qkvBias whether queries, keys and values have a bias
 * @param patchNorm whether features are normalised before the first layer
 * @param positionEmbedding whether a learnt value is added at every place, which ties the network
 *     to padded images of exactly {@code imageSize}
 * @param imageSize height and width of the training images. Where the smaller one is not larger
 *     than the window, windows have that side and are never shifted
 */
public record SwinIrOptions(
    @JsonProperty(defaultValue = "3") Integer imageChannels,
    @JsonProperty(defaultValue = "1conv") Residual residual,
    @JsonProperty(defaultValue = "true") Boolean qkvBias,
    @JsonProperty(defaultValue = "true") Boolean patchNorm,
    @JsonProperty(defaultValue = "false") Boolean positionEmbedding,
    @JsonProperty(defaultValue = "[128, 128]") List<Integer> imageSize) {

  /** The convolutions that close a layer before its input is added. */
  public enum Residual {
    /** One of 3 x 3. */
    @JsonProperty("1conv")
    ONE_CONVOLUTION,

    /** 3 x 3 to a quarter of the channels, 1 x 1, and 3 x 3 back, with leaky ReLUs between. */
    @JsonProperty("3conv")
    THREE_CONVOLUTIONS;

    static final int REDUCTION = 4;
  }

  private static final int COLOURS = 3;
  private static final List<Integer> PUBLISHED_SIZE = List.of(128, 128);

  /** What the published networks for colour images have. */
  public static final SwinIrOptions DEFAULT =
      new SwinIrOptions(3, Residual.ONE_CONVOLUTION, true, true, false, PUBLISHED_SIZE);

  private static final int MAXIMUM_IMAGE_CHANNELS = 64;
  private static final int MAXIMUM_SIDE = 1 << 14;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public SwinIrOptions {
    imageChannels = imageChannels == null ? COLOURS : imageChannels;
    residual = residual == null ? Residual.ONE_CONVOLUTION : residual;
    qkvBias = qkvBias == null || qkvBias;
    patchNorm = patchNorm == null || patchNorm;
    positionEmbedding = positionEmbedding != null && positionEmbedding;
    imageSize = imageSize == null ? PUBLISHED_SIZE : List.copyOf(imageSize);
    if (imageChannels < 1 || imageChannels > MAXIMUM_IMAGE_CHANNELS) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir needs 1 to %d imageChannels, not %d", MAXIMUM_IMAGE_CHANNELS, imageChannels));
    }
    if (imageSize.size() != 2
        || imageSize.stream().anyMatch(side -> side < 1 || side > MAXIMUM_SIDE)) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir needs an imageSize of height and width, 1 to %d, not %s",
              MAXIMUM_SIDE, imageSize));
    }
  }

  int smallerSide() {
    return Math.min(imageSize.get(0), imageSize.get(1));
  }
}
