package io.github.dcpt4j.sdk.quality;

import io.github.dcpt4j.sdk.image.Picture;

/**
 * One channel of a picture, 0 to 255, row by row.
 *
 * @param width values in a row
 * @param height rows
 * @param values height * width values
 */
record Plane(int width, int height, double[] values) {

  static Plane ofChannel(Picture picture, int channel, int crop) {
    byte[] samples = picture.toBytes();
    return cropped(picture, crop, pixel -> samples[pixel + channel] & 0xff);
  }

  /**
   * Brightness of BT.601. The benchmarks' own computation passes through single precision before
   * and after the weighting, visible in the PSNR of nearly equal pictures; so does this one.
   */
  static Plane brightness(Picture picture, int crop) {
    float[] samples = picture.to8Bit().toFloats();
    return cropped(
        picture,
        crop,
        pixel -> {
          double y =
              65.481 * samples[pixel] + 128.553 * samples[pixel + 1] + 24.966 * samples[pixel + 2];
          return (float) ((y + 16) / 255) * 255f;
        });
  }

  private static Plane cropped(Picture picture, int crop, SampleAt source) {
    int width = picture.width() - 2 * crop;
    int height = picture.height() - 2 * crop;
    double[] values = new double[width * height];
    for (int y = 0; y < height; y++) {
      int start = (y + crop) * picture.width() + crop;
      for (int x = 0; x < width; x++) {
        values[y * width + x] = source.value((start + x) * Picture.CHANNELS);
      }
    }
    return new Plane(width, height, values);
  }

  int size() {
    return values.length;
  }

  double squaredDistance(Plane other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - other.values[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** Gives the value of the pixel whose red sample has this index. */
  @FunctionalInterface
  private interface SampleAt {
    double value(int pixel);
  }
}
