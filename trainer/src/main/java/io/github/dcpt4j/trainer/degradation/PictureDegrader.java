package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import io.github.dcpt4j.sdk.image.Picture;
import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Spoils whole pictures as files hold them: the result has 8 bits, also where the degradation
 * itself neither rounds nor clips.
 *
 * @param degradation how
 */
public record PictureDegrader(Degradation degradation) {

  /**
   * Spoils a picture.
   *
   * @param clean any picture
   * @param random decides everything that varies
   * @return an 8-bit picture of the same size
   */
  public Picture degrade(Picture clean, RandomGenerator random) {
    try (Mat mat = new Mat(clean.height(), clean.width(), CV_32FC3)) {
      mat.<FloatBuffer>createBuffer().put(clean.toFloats());
      try (Mat spoiled = degradation.apply(mat, random);
          Mat continuous = spoiled.clone()) {
        float[] samples = new float[Picture.CHANNELS * clean.width() * clean.height()];
        continuous.<FloatBuffer>createBuffer().get(samples);
        return Picture.ofFloats(clean.width(), clean.height(), samples).to8Bit();
      }
    }
  }
}
