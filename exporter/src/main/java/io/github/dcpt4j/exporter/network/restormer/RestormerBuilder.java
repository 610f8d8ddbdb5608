package io.github.dcpt4j.exporter.network.restormer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A configuration of Restormer's kind in the making, which begins with the published sizes.
 *
 * @param <B> the network's own builder
 */
public abstract class RestormerBuilder<B extends RestormerBuilder<B>> {

  private int dim = 48;
  private List<Integer> blocks = List.of(4, 6, 6, 8);
  private int refinementBlocks = 4;
  private List<Integer> heads = List.of(1, 2, 4, 8);
  private double expansion = 2.66;
  private boolean bias;

  /** This builder, for the next call. */
  protected abstract B self();

  /** Channels at full resolution: 48. */
  @JsonProperty
  public B dim(int value) {
    dim = value;
    return self();
  }

  /** Blocks of the four levels, finest first: 4, 6, 6, 8. */
  @JsonProperty
  public B blocks(List<Integer> value) {
    blocks = List.copyOf(value);
    return self();
  }

  /** Blocks after the last decoder stage: 4. */
  @JsonProperty
  public B refinementBlocks(int value) {
    refinementBlocks = value;
    return self();
  }

  /** Attention heads of the four levels, finest first: 1, 2, 4, 8. */
  @JsonProperty
  public B heads(List<Integer> value) {
    heads = List.copyOf(value);
    return self();
  }

  /** Channels of the feed-forward layers by those of their block: 2.66. */
  @JsonProperty
  public B expansion(double value) {
    expansion = value;
    return self();
  }

  /** Whether convolutions have biases: no. */
  @JsonProperty
  public B bias(boolean value) {
    bias = value;
    return self();
  }

  /**
   * The sizes.
   *
   * @param network the network's name, for messages
   * @throws IllegalArgumentException if one is out of range
   */
  protected RestormerSizes sizes(String network) {
    return new RestormerSizes(network, dim, blocks, refinementBlocks, heads, expansion);
  }

  /** Whether convolutions have biases. */
  protected boolean bias() {
    return bias;
  }
}
