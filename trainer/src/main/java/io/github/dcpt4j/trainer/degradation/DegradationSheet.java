package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * A sheet of training pairs to look at: a row for each degradation, in each column the input above
 * its target.
 *
 * @param side height and width of a pair in pixels
 * @param columns pairs in a row
 */
public record DegradationSheet(int side, int columns) {

  /**
   * Draws the sheet.
   *
   * @param photographs at least {@code side} pixels in height and width; used in turn
   * @param degradations one row each
   * @param random decides everything that varies
   * @return an 8-bit picture, {@code side * columns} wide and {@code 2 * side} high for each row
   * @throws IllegalArgumentException if there is no photograph, or one is too small
   */
  public Picture draw(
      List<Picture> photographs, List<Degradation> degradations, RandomGenerator random) {
    if (photographs.isEmpty()) {
      throw new IllegalArgumentException("a sheet needs a photograph");
    }
    try (Mat sheet = new Mat(2 * side * degradations.size(), side * columns, CV_8UC3)) {
      for (int row = 0; row < degradations.size(); row++) {
        for (int column = 0; column < columns; column++) {
          Picture photograph = photographs.get((row * columns + column) % photographs.size());
          try (Mat pixels = MatBridge.toMat(photograph)) {
            cvtColor(pixels, pixels, COLOR_BGR2RGB);
            try (PatchPair pair = degradations.get(row).sample(pixels, side, random)) {
              place(pair.input(), sheet, column, 2 * row);
              place(pair.target(), sheet, column, 2 * row + 1);
            }
          }
        }
      }
      cvtColor(sheet, sheet, COLOR_RGB2BGR);
      return MatBridge.toPicture(sheet);
    }
  }

  private void place(Mat picture, Mat sheet, int column, int row) {
    try (Mat bytes = new Mat();
        Rect area = new Rect(column * side, row * side, side, side);
        Mat cell = new Mat(sheet, area)) {
      picture.convertTo(bytes, CV_8U, 255, 0);
      bytes.copyTo(cell);
    }
  }
}
