package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.sdk.text.Text;

/**
 * The shape of an attention of every pixel to all pixels of another map.
 *
 * @param channels channels of queries, keys and values each
 * @param heads parts of the channels that attend by themselves, a divisor of the channels
 */
public record CrossAttention(int channels, int heads) {

  /** Checks that the channels divide into the heads. */
  public CrossAttention {
    if (heads < 1 || channels < 1 || channels % heads != 0) {
      throw new IllegalArgumentException(
          Text.of("%d channels do not divide into %d heads", channels, heads));
    }
  }

  /** Channels of one head. */
  public int headChannels() {
    return channels / heads;
  }
}
