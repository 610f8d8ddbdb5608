package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.image.Picture;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the four ways to mirror a picture. Those that turn it by a right angle are left out: rain
 * that falls sideways is restored far worse than rain that falls.
 *
 * @param mirrored whether left and right are exchanged
 * @param flipped whether top and bottom are exchanged
 */
public record SelfEnsemble(boolean mirrored, boolean flipped) {
  /** The picture as it is. */
  public static final SelfEnsemble IDENTITY = new SelfEnsemble(false, false);

  /** All four, the identity first. */
  public static List<SelfEnsemble> all() {
    return IntStream.range(0, 4)
        .mapToObj(bits -> new SelfEnsemble((bits & 1) != 0, (bits & 2) != 0))
        .toList();
  }

  /**
   * Lays planes differently.
   *
   * @param source values [3, height, width], from the start of the buffer
   * @param target receives as many
   */
  void turn(FloatBuffer source, int height, int width, FloatBuffer target) {
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float value = source.get(plane + y * width + x);
          target.put(plane + place(y, x, height, width), value);
        }
      }
    }
  }

  /**
   * Lays planes back and adds them up.
   *
   * @param turned what {@link #turn} gave, or what was made of it
   * @param factor is multiplied to each value
   * @param sum to each value of these planes [3, height, width] the one that belongs there is added
   */
  void addBack(FloatBuffer turned, int height, int width, float factor, FloatBuffer sum) {
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int target = plane + y * width + x;
          float value = turned.get(plane + place(y, x, height, width));
          sum.put(target, sum.get(target) + factor * value);
        }
      }
    }
  }

  private int place(int y, int x, int height, int width) {
    int row = flipped ? height - 1 - y : y;
    int column = mirrored ? width - 1 - x : x;
    return row * width + column;
  }
}
