package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.github.dcpt4j.sdk.file.PartFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

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
   * @param photographs CV_8UC3, RGB, at least {@code side} pixels in height and width; used in turn
   * @param degradations one row each
   * @param random decides everything that varies
   * @return a new CV_8UC3, RGB, that the caller closes
   */
  public Mat draw(List<Mat> photographs, List<Degradation> degradations, RandomGenerator random) {
    try (Scalar black = new Scalar(0, 0, 0, 0)) {
      Mat sheet = new Mat(2 * side * degradations.size(), side * columns, CV_8UC3, black);
      for (int row = 0; row < degradations.size(); row++) {
        for (int column = 0; column < columns; column++) {
          Mat photograph = photographs.get((row * columns + column) % photographs.size());
          try (PatchPair pair = degradations.get(row).sample(photograph, side, random)) {
            place(pair.input(), sheet, column, 2 * row);
            place(pair.target(), sheet, column, 2 * row + 1);
          }
        }
      }
      return sheet;
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

  /**
   * Writes a sheet of the standard degradations.
   *
   * @param args a folder of JPEG or PNG photographs, the PNG to write, and optionally the seed
   * @throws IOException if the folder cannot be read or the file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("Usage: DegradationSheet FOLDER SHEET.png [SEED]");
    }
    RandomGenerator random = new SplittableRandom(args.length > 2 ? Long.parseLong(args[2]) : 1);
    DegradationSheet sheet = new DegradationSheet(160, 8);
    List<Degradation> degradations = Degradations.standard();
    List<Mat> photographs = read(Path.of(args[0]), degradations.size() * sheet.columns(), random);
    try (Mat picture = sheet.draw(photographs, degradations, random)) {
      write(picture, Path.of(args[1]));
    } finally {
      photographs.forEach(Mat::close);
    }
  }

  private static List<Mat> read(Path folder, int most, RandomGenerator random) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries.filter(file -> file.toString().matches("(?i).*\\.(jpe?g|png)")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException("No JPEG or PNG file in " + folder);
    }
    return Stream.generate(() -> files.get(random.nextInt(files.size())))
        .limit(most)
        .map(DegradationSheet::decode)
        .toList();
  }

  private static Mat decode(Path file) {
    Mat picture = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_COLOR);
    if (picture.empty()) {
      throw new IllegalArgumentException("Not a picture: " + file);
    }
    cvtColor(picture, picture, COLOR_BGR2RGB);
    return picture;
  }

  private static void write(Mat sheet, Path file) throws IOException {
    try (Mat bgr = new Mat();
        BytePointer encoded = new BytePointer();
        PartFile part = PartFile.beside(file)) {
      cvtColor(sheet, bgr, COLOR_RGB2BGR);
      if (!opencv_imgcodecs.imencode(".png", bgr, encoded)) {
        throw new IOException("the sheet cannot be encoded");
      }
      byte[] content = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(content);
      Files.write(part.path(), content);
      part.finish();
    }
  }
}
