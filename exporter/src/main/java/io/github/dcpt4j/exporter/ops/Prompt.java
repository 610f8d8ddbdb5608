package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * The shape of PromptIR's learnt feature maps, of which a mixture is shown to the decoder.
 *
 * @param count number of maps
 * @param channels channels of each
 * @param side height and width of each
 */
public record Prompt(int count, int channels, int side) implements Layer {

  /** Checks the sizes. */
  public Prompt {
    if (count < 1 || channels < 1 || side < 1) {
      throw new IllegalArgumentException(
          Text.of("a prompt needs positive sizes, not %d, %d and %d", count, channels, side));
    }
  }

  /** All maps, {@code name} [1, count, channels, side, side], which start uniform in 0 to 1. */
  @Override
  public List<Parameter> parameters(String name) {
    return List.of(
        new Parameter(name, List.of(1, count, channels, side, side), new Init.Between(0, 1)));
  }
}
