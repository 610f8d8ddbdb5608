package io.github.dcpt4j.exporter.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * The shape of an attention between channels.
 *
 * @param channels channels of queries, keys and values alike
 * @param heads parts that the channels are divided into; each one attends to itself alone
 * @param activation what becomes of the products of queries and keys
 */
public record TransposedAttention(int channels, int heads, Activation activation) implements Layer {

  /** A vector shorter than this is divided by this instead of by its length. */
  public static final double SMALLEST_LENGTH = 1e-12;

  /** What turns products into weights of the values. */
  public enum Activation {
    /** max(x, 0): the DCPT release's change of Restormer. */
    @JsonProperty("relu")
    RELU,
    /** Soft-max over the keys: Restormer as published. */
    @JsonProperty("softmax")
    SOFTMAX
  }

  /** Checks that the channels divide into the heads. */
  public TransposedAttention {
    if (heads < 1 || channels < 1 || channels % heads != 0) {
      throw new IllegalArgumentException(
          Text.of("%d channels do not divide into %d heads", channels, heads));
    }
  }

  /** Channels of one head. */
  public int headChannels() {
    return channels / heads;
  }

  /** The factor of each head, {@code name} [heads, 1, 1], which starts at one. */
  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name, List.of(heads, 1, 1), Init.ONES));
  }
}
