package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;

import io.github.dcpt4j.sdk.error.PictureException;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures from and to OpenCV matrices, whose channels stand in the order blue, green, red. */
public final class MatBridge {
  private MatBridge() {}

  /**
   * Copies a matrix into a picture.
   *
   * @param bgr matrix of 8-bit or 16-bit unsigned integers or floats; of one channel for grey,
   *     three for colours, four for colours and straight alpha; may be a part of a larger one
   * @return a picture of the same depth
   * @throws PictureException if the matrix is empty or of another type
   */
  public static Picture toPicture(Mat bgr) {
    return new MatRows(bgr).picture(Orientation.UPRIGHT, Metadata.none());
  }

  /**
   * Copies a picture into a new matrix for further work, which the caller closes.
   *
   * @param picture any picture; other sample types are converted as by {@link Picture#to8Bit()},
   *     grey is repeated, an alpha is left out
   * @return 8-bit matrix of three channels
   */
  public static Mat toMat(Picture picture) {
    return filled(picture.to8Bit(), Picture.CHANNELS, false);
  }

  /**
   * Copies a picture with all that it holds into a new matrix, which the caller closes.
   *
   * @param picture any picture
   * @return matrix of the picture's depth, of one channel for grey, three for colours, four with an
   *     alpha
   */
  public static Mat toWholeMat(Picture picture) {
    boolean alpha = picture.alpha().isPresent();
    return filled(picture, alpha ? Picture.CHANNELS + 1 : picture.channels(), alpha);
  }

  private static Mat filled(Picture picture, int bands, boolean alpha) {
    int width = picture.width();
    int channels = picture.channels();
    Mat mat = new Mat(picture.height(), width, CV_MAKETYPE(depth(picture.sampleType()), bands));
    Samples row = Samples.allocate(picture.sampleType(), width * bands);
    for (int y = 0; y < picture.height(); y++) {
      int start = y * width;
      for (int band = 0; band < Math.min(bands, Picture.CHANNELS); band++) {
        int channel = channels == 1 ? 0 : Picture.CHANNELS - 1 - band;
        row.place(picture.colours(), start * channels + channel, channels, band, bands, width);
      }
      if (alpha) {
        Samples values = picture.alpha().orElseThrow().samples();
        row.place(values, start, 1, bands - 1, bands, width);
      }
      MatRows.write(row, mat, y);
    }
    return mat;
  }

  private static int depth(SampleType type) {
    return switch (type) {
      case UINT8 -> CV_8U;
      case UINT16 -> CV_16U;
      case FLOAT32 -> CV_32F;
    };
  }
}
