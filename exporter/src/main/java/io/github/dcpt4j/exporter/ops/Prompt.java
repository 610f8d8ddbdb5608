package io.github.dcpt4j.exporter.ops;

/**
 * The shape of PromptIR's learnt feature maps, of which a mixture is shown to the decoder.
 *
 * @param count number of maps
 * @param channels channels of each
 * @param side height and width of each
 */
public record Prompt(int count, int channels, int side) {

  /** Checks the sizes. */
  public Prompt {
    if (count < 1 || channels < 1 || side < 1) {
      throw new IllegalArgumentException(
          "a prompt needs positive sizes, not %d, %d and %d".formatted(count, channels, side));
    }
  }
}
