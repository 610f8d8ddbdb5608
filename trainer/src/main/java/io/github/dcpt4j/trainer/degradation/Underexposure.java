package io.github.dcpt4j.trainer.degradation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Too little light on the sensor: 2 to 40 % in linear light, with a white balance that is off by up
 * to 15 %, a black level off by up to 0.5 %, camera noise, and in part the losses of JPEG.
 *
 * @param exposure part of the light that is left, above 0
 * @param everywhere whether the whole picture is dark, else only a part with a soft border
 * @param lamps how many times the clipped lights of the picture are brighter than white; 1 or more
 */
record Underexposure(double exposure, boolean everywhere, double lamps) {

  private static final Range EXPOSURE = new Range(0.02, 0.4);
  private static final double WITH_LAMPS = 0.35;
  private static final double IN_PART = 0.25;
  private static final double CONTRASTY = 0.3;
  private static final Range BALANCE = new Range(0.85, 1.15);
  private static final Range BLACK = new Range(-0.005, 0.005);
  private static final Range BORDER = new Range(2, 12);
  private static final float LAMP = 0.9f;
  private static final double COMPRESSED = 0.4;
  private static final double FAINTEST_SHOT_NOISE = 5e-5;
  private static final double STRONGEST_SHOT_NOISE = 0.03;

  /** With more noise for the light that is left, nothing of the picture can be seen. */
  private static final double SHOT_NOISE_OF_LIGHT = 0.1;

  static Underexposure draw(RandomGenerator random) {
    double exposure = EXPOSURE.drawLogarithmic(random);
    boolean everywhere = random.nextDouble() >= IN_PART;
    double lamps =
        random.nextDouble() < WITH_LAMPS ? new Range(1, 1 / exposure).drawLogarithmic(random) : 1;
    return new Underexposure(exposure, everywhere, lamps);
  }

  /**
   * Takes the picture.
   *
   * @param picture RGB, 0..1; overwritten
   * @return a new CV_32FC3 of 8-bit values that the caller closes
   */
  Mat apply(Pixels picture, RandomGenerator random) {
    ToneCurve tone = random.nextDouble() < CONTRASTY ? ToneCurve.CONTRAST : ToneCurve.GAMMA;
    float[] gains = {
      (float) (exposure * BALANCE.draw(random)),
      (float) exposure,
      (float) (exposure * BALANCE.draw(random))
    };
    float black = (float) BLACK.draw(random);
    float[] darkness = everywhere ? whole(picture) : shadow(picture, random);
    float[] values = picture.values();
    for (int i = 0; i < values.length; i += 3) {
      float brightest = Math.max(values[i], Math.max(values[i + 1], values[i + 2]));
      float beyond = Math.max(0, brightest - LAMP) / (1 - LAMP);
      float light = 1 + (float) (lamps - 1) * beyond * beyond;
      float dark = darkness[i / 3];
      for (int c = 0; c < 3; c++) {
        float gain = 1 + dark * (light * gains[c] - 1);
        values[i + c] = tone.toEncoded(gain * tone.toLight(values[i + c])) + dark * black;
      }
    }
    double strongest = Math.min(STRONGEST_SHOT_NOISE, SHOT_NOISE_OF_LIGHT * exposure);
    CameraNoise noise = new CameraNoise(new Range(FAINTEST_SHOT_NOISE, strongest));
    return new CameraFinish(noise, 1, COMPRESSED).apply(picture, random);
  }

  private static float[] whole(Pixels picture) {
    float[] darkness = new float[picture.width() * picture.height()];
    Arrays.fill(darkness, 1);
    return darkness;
  }

  /** How much of the darkness each pixel has, 0..1. */
  private static float[] shadow(Pixels picture, RandomGenerator random) {
    double threshold = 0.5 * random.nextGaussian();
    double steepness = BORDER.drawLogarithmic(random);
    try (Mat field =
        SmoothField.draw(picture.width(), picture.height(), random.nextInt(2, 5), random)) {
      float[] values = Pixels.of(field).values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (1 / (1 + Math.exp(-steepness * (values[i] - threshold))));
      }
      return values;
    }
  }
}
