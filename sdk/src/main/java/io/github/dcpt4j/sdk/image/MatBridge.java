package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.github.dcpt4j.sdk.error.PictureException;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures from and to OpenCV matrices, whose channels stand in the order blue, green, red. */
public final class MatBridge {
  private MatBridge() {}

  /**
   * Copies a matrix into a picture.
   *
   * @param bgr 8-bit matrix of three channels; may be a part of a larger one
   * @return an 8-bit picture
   * @throws PictureException if the matrix is empty or of another type
   */
  public static Picture toPicture(Mat bgr) {
    if (bgr.empty() || bgr.type() != CV_8UC3) {
      throw new PictureException("The matrix is not a filled 8-bit BGR matrix: convert it first.");
    }
    int width = bgr.cols();
    int height = bgr.rows();
    byte[] samples = new byte[Math.multiplyExact(Picture.CHANNELS, width * height)];
    int rowLength = Picture.CHANNELS * width;
    byte[] row = new byte[rowLength];
    for (int y = 0; y < height; y++) {
      bgr.ptr(y).get(row);
      swapInto(row, samples, y * rowLength);
    }
    return Picture.owning(width, height, samples);
  }

  /**
   * Copies a picture into a new matrix, which the caller closes.
   *
   * @param picture any picture; float samples are converted as by {@link Picture#to8Bit()}
   * @return 8-bit matrix of three channels
   */
  public static Mat toMat(Picture picture) {
    byte[] samples = picture.toBytes();
    byte[] swapped = new byte[samples.length];
    swapInto(samples, swapped, 0);
    Mat bgr = new Mat(picture.height(), picture.width(), CV_8UC3);
    bgr.data().put(swapped);
    return bgr;
  }

  private static void swapInto(byte[] source, byte[] target, int offset) {
    for (int i = 0; i < source.length; i += Picture.CHANNELS) {
      target[offset + i] = source[i + 2];
      target[offset + i + 1] = source[i + 1];
      target[offset + i + 2] = source[i];
    }
  }
}
