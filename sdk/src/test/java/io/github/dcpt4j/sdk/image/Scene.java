package io.github.dcpt4j.sdk.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What the test pictures show: six blocks of 8x8 pixels, three above three. They are made by {@code
 * src/test/pictures/make_pictures.py} with tools that know nothing of this library.
 */
public final class Scene {
  public static final int WIDTH = 24;
  public static final int HEIGHT = 16;
  private static final int BLOCK = 8;
  private static final int BLOCKS = 6;
  private static final int[][] COLOURS = {
    {0xc8c9, 0x3233, 0x1415},
    {0x2829, 0xb4b5, 0x4647},
    {0x3c3d, 0x5051, 0xdcdd},
    {0xf0f1, 0xc8c9, 0x0a0b},
    {0x7879, 0x1415, 0x8c8d},
    {0xebec, 0xebec, 0xdcdd}
  };
  private static final int[] GREYS = {0x1415, 0x4647, 0x7879, 0xaaab, 0xc8c9, 0xf0f1};
  private static final int[] ALPHAS = {0xffff, 0x8081, 0x0000, 0xffff, 0x4041, 0xffff};
  private static final float MAXIMUM = 65535;

  private Scene() {}

  public static byte[] file(String name) {
    try (InputStream stream = Scene.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The red of a picture as a grey picture. */
  public static Picture grey(Picture picture) {
    byte[] rgb = picture.toBytes();
    byte[] grey = new byte[rgb.length / Picture.CHANNELS];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = rgb[Picture.CHANNELS * i];
    }
    return Picture.of(picture.width(), picture.height(), 1, Layout.INTERLEAVED, grey);
  }

  /** Checks the middle of every block that can be seen. */
  public static void assertColours(Picture picture, double tolerance) {
    assertColours(picture, picture.isGrey(), tolerance);
  }

  /** The same, where the picture shows the scene in grey although it may hold colours. */
  public static void assertColours(Picture picture, boolean grey, double tolerance) {
    assertThat(picture.width()).isEqualTo(WIDTH);
    assertThat(picture.height()).isEqualTo(HEIGHT);
    float[] samples = picture.toFloats();
    for (int block = 0; block < BLOCKS; block++) {
      if (picture.alpha().isEmpty() || picture.alpha().get().at(x(block), y(block)) > 0) {
        int start = Picture.CHANNELS * (y(block) * WIDTH + x(block));
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
          assertThat(samples[start + channel])
              .as("block %d, channel %d", block, channel)
              .isCloseTo(expected(block, channel, grey), within((float) tolerance));
        }
      }
    }
  }

  /** Checks the alpha in the middle of every block. */
  public static void assertAlpha(Picture picture, double tolerance) {
    AlphaPlane alpha = picture.alpha().orElseThrow();
    for (int block = 0; block < BLOCKS; block++) {
      assertThat(alpha.at(x(block), y(block)))
          .as("block %d", block)
          .isCloseTo(ALPHAS[block] / MAXIMUM, within((float) tolerance));
    }
  }

  /** Checks that the third block is transparent and all others are not. */
  public static void assertHole(Picture picture) {
    AlphaPlane alpha = picture.alpha().orElseThrow();
    for (int block = 0; block < BLOCKS; block++) {
      assertThat(alpha.at(x(block), y(block))).isEqualTo(ALPHAS[block] == 0 ? 0 : 1);
    }
  }

  /** The red, green and blue of a block, 0 to 255. */
  public static int[] colour(int block) {
    int[] colour = new int[Picture.CHANNELS];
    for (int channel = 0; channel < colour.length; channel++) {
      colour[channel] = COLOURS[block][channel] >> 8;
    }
    return colour;
  }

  public static int x(int block) {
    return block % 3 * BLOCK + BLOCK / 2;
  }

  public static int y(int block) {
    return block / 3 * BLOCK + BLOCK / 2;
  }

  private static float expected(int block, int channel, boolean grey) {
    return (grey ? GREYS[block] : COLOURS[block][channel]) / MAXIMUM;
  }
}
