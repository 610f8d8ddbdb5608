package io.github.dcpt4j.golden;

import io.github.dcpt4j.sdk.image.Picture;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures as a network takes them, without the SDK's padding: cut at the bottom and right to the
 * largest size that all of them have and the network takes.
 *
 * @param count number of pictures, N
 * @param height rows, H
 * @param width columns, W
 * @param values [N, 3, H, W], RGB, 0 to 1; treat as read-only
 */
record NetworkInput(int count, int height, int width, float[] values) {

  /**
   * Cuts pictures.
   *
   * @param pictures at least one, none smaller than {@code sizeMultiple}
   * @param sizeMultiple what height and width have to be multiples of, in pixels
   */
  static NetworkInput of(List<Picture> pictures, int sizeMultiple) {
    int height = smallest(pictures.stream().mapToInt(Picture::height), sizeMultiple);
    int width = smallest(pictures.stream().mapToInt(Picture::width), sizeMultiple);
    FloatBuffer planes = FloatBuffer.allocate(pictures.size() * Picture.CHANNELS * height * width);
    int[] rows = IntStream.range(0, height).toArray();
    int[] columns = IntStream.range(0, width).toArray();
    for (Picture picture : pictures) {
      picture.gatherPlanes(rows, columns, planes);
      planes.position(planes.position() + Picture.CHANNELS * height * width);
    }
    return new NetworkInput(pictures.size(), height, width, planes.array());
  }

  private static int smallest(IntStream sides, int sizeMultiple) {
    return sides.min().orElseThrow() / sizeMultiple * sizeMultiple;
  }

  /** One of the pictures, as a batch of its own. */
  NetworkInput single(int index) {
    int size = values.length / count;
    return new NetworkInput(
        1, height, width, Arrays.copyOfRange(values, index * size, (index + 1) * size));
  }
}
