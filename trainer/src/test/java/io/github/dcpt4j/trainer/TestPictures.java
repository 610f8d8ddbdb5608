package io.github.dcpt4j.trainer;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws pictures to train on. */
public final class TestPictures {

  private TestPictures() {}

  /** Waves of colour with an edge. */
  public static Picture waves(int width, int height, int variant) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double wave = 60 * Math.sin(0.1 * (variant + 1) * x + i % 3) + 40 * Math.cos(0.17 * y);
      int edge = x > width / 2 ? 15 : -15;
      rgb[i] = (byte) (int) (120 + wave + edge);
    }
    return Picture.ofBytes(width, height, rgb);
  }

  /** One colour everywhere. */
  public static Picture flat(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return Picture.ofBytes(width, height, rgb);
  }

  /** Writes a picture, and its folder where there is none. */
  public static Path write(Picture picture, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    new PictureCodec().write(picture, file);
    return file;
  }

  /** A folder of three photographs. */
  public static Path photographs(Path folder) throws IOException {
    for (int i = 0; i < 3; i++) {
      write(waves(96, 96, i), folder.resolve("photograph" + i + ".png"));
    }
    return folder;
  }

  /** A folder of two pairs: {@code input} is {@code target}, darkened. */
  public static Path pairs(Path folder, int width, int height) throws IOException {
    for (int i = 0; i < 2; i++) {
      byte[] target = waves(width, height, i).toBytes();
      byte[] input = new byte[target.length];
      for (int j = 0; j < target.length; j++) {
        input[j] = (byte) ((target[j] & 0xff) / 2);
      }
      String name = "pair" + i + ".png";
      write(Picture.ofBytes(width, height, target), folder.resolve("target").resolve(name));
      write(Picture.ofBytes(width, height, input), folder.resolve("input").resolve(name));
    }
    return folder;
  }
}
