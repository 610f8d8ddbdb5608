package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The losses of JPEG: the picture, rounded to 8 bits, is encoded and decoded.
 *
 * <p>Colour is stored at half the resolution both ways (4:2:0) in four of five pictures, as most
 * cameras and programs do, else across only (4:2:2) or in full (4:4:4). A patch's blocks begin at
 * its corner.
 *
 * @param lowest smallest quality, 1..100
 * @param highest largest quality, {@code lowest}..100; every whole number between is equally likely
 */
public record Jpeg(int lowest, int highest) implements Degradation {

  private static final double HALF_BOTH_WAYS = 0.8;

  /**
   * Checks the qualities.
   *
   * @throws IllegalArgumentException if they are not in 1..100 or not in order
   */
  public Jpeg {
    if (lowest < 1 || lowest > highest || highest > 100) {
      throw new IllegalArgumentException(
          "JPEG qualities lie in 1..100 in order, not " + lowest + ".." + highest);
    }
  }

  /** The qualities of the method's training on ten tasks, 10 to 50. */
  public Jpeg() {
    this(10, 50);
  }

  @Override
  public String label() {
    return "jpeg";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    int quality = random.nextInt(lowest, highest + 1);
    int sampling = drawSampling(random);
    Mat spoiled = new Mat();
    try (Mat bytes = new Mat();
        BytePointer extension = new BytePointer(".jpg");
        BytePointer file = new BytePointer();
        IntPointer settings =
            new IntPointer(IMWRITE_JPEG_QUALITY, quality, IMWRITE_JPEG_SAMPLING_FACTOR, sampling)) {
      clean.convertTo(bytes, CV_8U, 255, 0);
      cvtColor(bytes, bytes, COLOR_RGB2BGR);
      if (!imencode(extension, bytes, file, settings)) {
        throw new IllegalStateException("OpenCV cannot encode JPEG on this machine");
      }
      try (Mat encoded = new Mat(file);
          Mat decoded = imdecode(encoded, IMREAD_COLOR)) {
        cvtColor(decoded, decoded, COLOR_BGR2RGB);
        decoded.convertTo(spoiled, CV_32F, 1 / 255.0, 0);
      }
    }
    return spoiled;
  }

  private static int drawSampling(RandomGenerator random) {
    if (random.nextDouble() < HALF_BOTH_WAYS) {
      return IMWRITE_JPEG_SAMPLING_FACTOR_420;
    }
    return random.nextBoolean()
        ? IMWRITE_JPEG_SAMPLING_FACTOR_422
        : IMWRITE_JPEG_SAMPLING_FACTOR_444;
  }
}
