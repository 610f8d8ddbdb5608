package io.github.dcpt4j.sdk.image;

/** The order in which the samples of several channels stand in one array. */
public enum Layout {
  /** Pixel by pixel: all channels of the first pixel, then those of the next. */
  INTERLEAVED,
  /** Channel by channel: the whole plane of the first channel, then that of the next. */
  PLANAR;

  /** Returns where a channel begins. */
  int start(int channel, int pixels) {
    return this == INTERLEAVED ? channel : channel * pixels;
  }

  /** Returns the step from one sample of a channel to its next. */
  int step(int channels) {
    return this == INTERLEAVED ? channels : 1;
  }
}
