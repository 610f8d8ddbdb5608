package io.github.dcpt4j.sdk.image.opencv;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_MAKETYPE;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
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
   * Copies the rows of a matrix into a picture that stands upright.
   *
   * @param bgr as for {@link #toPicture(Mat)}
   * @param hints what the matrix does not say of itself
   * @param orientation how its rows stand
   * @param metadata goes into the picture
   */
  public static Picture toPicture(
      Mat bgr, MatHints hints, Orientation orientation, Metadata metadata) {
    return MatRows.of(bgr, hints).picture(orientation, metadata);
  }

  /**
   * Copies a picture into a new matrix for further work, which the caller closes.
   *
   * @param picture any picture; other sample types are converted as by {@link Picture#to8Bit()},
   *     grey is repeated, an alpha is left out
   * @return 8-bit matrix of three channels, blue first
   */
  public static Mat toMat(Picture picture) {
    return filled(picture.to8Bit(), new int[] {2, 1, 0});
  }

  /**
   * Copies a picture into a new matrix whose channels stand in the picture's own order, which the
   * caller closes.
   *
   * @param picture as for {@link #toMat}
   * @return 8-bit matrix of three channels, red first
   */
  public static Mat toRgbMat(Picture picture) {
    return filled(picture.to8Bit(), new int[] {0, 1, 2});
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
    if (picture.isGrey() && !alpha) {
      return filled(picture, new int[] {0});
    }
    return filled(picture, alpha ? new int[] {2, 1, 0, 3} : new int[] {2, 1, 0});
  }

  /** Fills a matrix; its bands hold 0 red, 1 green, 2 blue, 3 alpha of the picture. */
  private static Mat filled(Picture picture, int[] contents) {
    int width = picture.width();
    int bands = contents.length;
    Mat mat = new Mat(picture.height(), width, CV_MAKETYPE(depth(picture.sampleType()), bands));
    Samples row = Samples.allocate(picture.sampleType(), width * bands);
    for (int y = 0; y < picture.height(); y++) {
      for (int band = 0; band < bands; band++) {
        // Grey is repeated; the alpha stands behind the colours.
        int channel = Math.min(contents[band], picture.channels());
        if (picture.isGrey() && contents[band] < Picture.CHANNELS) {
          channel = 0;
        }
        picture.copyRow(channel, y, row, band, bands);
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
