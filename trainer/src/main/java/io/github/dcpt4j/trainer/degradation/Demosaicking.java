package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRGGB2RGB_EA;
import static org.bytedeco.opencv.global.opencv_imgproc.demosaicing;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What a camera with a colour filter array sees: of every pixel, rounded to 8 bits, one channel is
 * kept (rows of red, green and of green, blue in turn, beginning with red in the upper left
 * corner), and OpenCV's edge-aware interpolation guesses the others. Nothing varies.
 */
public final class Demosaicking implements Degradation {

  @Override
  public String label() {
    return "demosaicking";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels picture = Pixels.ofPicture(clean);
    Mat spoiled = new Mat();
    try (Mat mosaic = new Mat(picture.height(), picture.width(), CV_8UC1);
        Mat interpolated = new Mat()) {
      mosaic.data().put(mosaic(picture), 0, picture.width() * picture.height());
      demosaicing(mosaic, interpolated, COLOR_BayerRGGB2RGB_EA);
      interpolated.convertTo(spoiled, CV_32F, 1 / 255.0, 0);
    }
    return spoiled;
  }

  private static byte[] mosaic(Pixels picture) {
    byte[] kept = new byte[picture.width() * picture.height()];
    for (int i = 0; i < kept.length; i++) {
      // The colour's number, red to blue, is the sum of the row's and the column's parity.
      int channel = i / picture.width() % 2 + i % picture.width() % 2;
      float value = Math.max(0, Math.min(1, picture.values()[3 * i + channel]));
      kept[i] = (byte) Math.round(255 * value);
    }
    return kept;
  }
}
