package io.github.dcpt4j.sdk.image;

import java.awt.image.BufferedImage;

/** Pictures from and to Java's own images. */
public final class BufferedImageBridge {
  private BufferedImageBridge() {}

  /**
   * Copies an image into a picture, converted to 8-bit sRGB; transparency is dropped.
   *
   * @param image an image of any type
   * @return an 8-bit picture
   */
  public static Picture toPicture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] samples = new byte[Math.multiplyExact(Picture.CHANNELS, width * height)];
    int[] row = new int[width];
    int next = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        samples[next++] = (byte) (argb >> 16);
        samples[next++] = (byte) (argb >> 8);
        samples[next++] = (byte) argb;
      }
    }
    return Picture.owning(width, height, samples);
  }

  /**
   * Copies a picture into a new image.
   *
   * @param picture any picture; float samples are converted as by {@link Picture#to8Bit()}
   * @return an image of type {@link BufferedImage#TYPE_INT_RGB}
   */
  public static BufferedImage toBufferedImage(Picture picture) {
    int width = picture.width();
    BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_INT_RGB);
    byte[] samples = picture.toBytes();
    int[] row = new int[width];
    int next = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        row[x] =
            (samples[next++] & 0xff) << 16 | (samples[next++] & 0xff) << 8 | samples[next++] & 0xff;
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }
}
