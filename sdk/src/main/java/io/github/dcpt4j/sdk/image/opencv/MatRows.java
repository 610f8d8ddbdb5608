package io.github.dcpt4j.sdk.image.opencv;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureAssembler;
import io.github.dcpt4j.sdk.image.PictureAssembler.BandOrder;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The rows of a matrix, taken to the Java heap one at a time. */
final class MatRows {
  private final Mat mat;
  private final BandOrder bands;
  // The grey value that is transparent; NaN, which equals nothing, for none.
  private final float transparent;

  /**
   * Looks at a matrix.
   *
   * @param mat of one, three or four channels, blue first, of bytes, 16-bit integers or floats
   * @throws PictureException if it is empty or of another type
   */
  MatRows(Mat mat) {
    this(mat, bands(mat), Float.NaN);
  }

  static MatRows of(Mat mat, MatHints hints) {
    if (hints.transparentGrey().isPresent() && mat.channels() == 1) {
      float grey = (float) hints.transparentGrey().getAsDouble();
      return new MatRows(mat, BandOrder.grey(2, 1), grey);
    }
    if (hints.greyInColours()) {
      return new MatRows(mat, BandOrder.grey(mat.channels(), 3), Float.NaN);
    }
    return new MatRows(mat);
  }

  private MatRows(Mat mat, BandOrder bands, float transparent) {
    this.mat = mat;
    this.bands = bands;
    this.transparent = transparent;
  }

  private static BandOrder bands(Mat mat) {
    return switch (mat.empty() ? 0 : mat.channels()) {
      case 1 -> BandOrder.grey(1, BandOrder.NONE);
      case 3, 4 -> BandOrder.blueFirst(mat.channels());
      default ->
          throw new PictureException(
              "The matrix is not a filled one of 1, 3 or 4 channels: convert it first.");
    };
  }

  Picture picture(Orientation orientation, Metadata metadata) {
    SampleType type = type(mat);
    int width = mat.cols();
    PictureAssembler assembler = new PictureAssembler(width, mat.rows(), orientation, bands, type);
    Samples row = Samples.allocate(type, width * mat.channels());
    Samples transparency = Samples.allocate(type, width * bands.count());
    for (int y = 0; y < mat.rows(); y++) {
      read(mat, y, row);
      boolean derived = bands.count() > mat.channels();
      if (derived) {
        addTransparency(row, transparency);
      }
      assembler.put(y, derived ? transparency : row);
    }
    return assembler.build(metadata);
  }

  private void addTransparency(Samples grey, Samples greyAndAlpha) {
    greyAndAlpha.place(grey, 0, 1, 0, 2, grey.length());
    for (int x = 0; x < grey.length(); x++) {
      greyAndAlpha.set(2 * x + 1, grey.get(x) == transparent ? 0 : 1);
    }
  }

  private static SampleType type(Mat mat) {
    return switch (mat.depth()) {
      case opencv_core.CV_8U -> SampleType.UINT8;
      case opencv_core.CV_16U -> SampleType.UINT16;
      case opencv_core.CV_32F -> SampleType.FLOAT32;
      default ->
          throw new PictureException(
              "The matrix is not one of bytes, unsigned 16-bit integers or floats: convert it"
                  + " first.");
    };
  }

  static void read(Mat mat, int y, Samples row) {
    switch (row.type()) {
      case UINT8 -> mat.ptr(y).get((byte[]) row.array());
      case UINT16 -> new ShortPointer(mat.ptr(y)).get((short[]) row.array());
      case FLOAT32 -> new FloatPointer(mat.ptr(y)).get((float[]) row.array());
    }
  }

  static void write(Samples row, Mat mat, int y) {
    switch (row.type()) {
      case UINT8 -> mat.ptr(y).put((byte[]) row.array());
      case UINT16 -> new ShortPointer(mat.ptr(y)).put((short[]) row.array());
      case FLOAT32 -> new FloatPointer(mat.ptr(y)).put((float[]) row.array());
    }
  }
}
