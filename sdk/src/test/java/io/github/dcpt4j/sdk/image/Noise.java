package io.github.dcpt4j.sdk.image;

import java.util.Random;

/** Pictures of random bytes, always the same for a size. */
public final class Noise {
  private Noise() {}

  public static Picture picture(int width, int height) {
    return Picture.of(width, height, 3, Layout.INTERLEAVED, bytes(width, height, 3));
  }

  public static byte[] bytes(int width, int height, int channels) {
    byte[] samples = new byte[channels * width * height];
    new Random(width).nextBytes(samples);
    return samples;
  }
}
