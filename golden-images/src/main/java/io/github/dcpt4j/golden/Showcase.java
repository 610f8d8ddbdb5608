package io.github.dcpt4j.golden;

import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The picture in the project's README: a column for each degradation, the spoiled photograph above
 * what the built-in model makes of it.
 */
public final class Showcase {

  private static final Map<String, String> PHOTOGRAPHS =
      Map.of(
          "rain", "raccoon-face.jpg",
          "noise", "chelsea.jpg",
          "haze", "aitzgorri.jpg",
          "low-light", "coffee.jpg",
          "motion-blur", "china.jpg");
  private static final int GAP = 6;
  private static final long SEED = 7;
  private static final byte WHITE = (byte) 255;

  private final PictureCodec codec = new PictureCodec();
  private final Path folder;

  private Showcase(Path folder) {
    this.folder = folder;
  }

  /**
   * Draws the picture.
   *
   * @param args the folder of the photographs, all of one size, and the picture to write
   */
  public static void main(String[] args) {
    if (args.length != 2) {
      throw new IllegalArgumentException("Usage: Showcase FOLDER PICTURE");
    }
    Showcase showcase = new Showcase(Path.of(args[0]));
    showcase.codec.write(showcase.draw(), Path.of(args[1]));
  }

  private Picture draw() {
    List<Picture> before = new ArrayList<>();
    List<Picture> after = new ArrayList<>();
    try (Restorer restorer = Restorer.builtIn()) {
      for (Degradation degradation : Degradations.standard()) {
        Picture clean = codec.read(folder.resolve(PHOTOGRAPHS.get(degradation.label())));
        Picture spoiled = DegradedForms.visiblyDegraded(clean, degradation, SEED);
        before.add(spoiled);
        after.add(restorer.restore(spoiled).picture());
      }
    }
    return grid(List.of(before, after));
  }

  private static Picture grid(List<List<Picture>> rows) {
    Picture first = rows.get(0).get(0);
    int stepX = first.width() + GAP;
    int stepY = first.height() + GAP;
    int width = rows.get(0).size() * stepX - GAP;
    int height = rows.size() * stepY - GAP;
    byte[] samples = new byte[Picture.CHANNELS * width * height];
    Arrays.fill(samples, WHITE);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        place(rows.get(row).get(column), samples, width, column * stepX, row * stepY);
      }
    }
    return Picture.ofBytes(width, height, samples);
  }

  private static void place(Picture picture, byte[] samples, int width, int left, int top) {
    byte[] source = picture.toBytes();
    int line = Picture.CHANNELS * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      int start = Picture.CHANNELS * ((top + y) * width + left);
      System.arraycopy(source, y * line, samples, start, line);
    }
  }
}
