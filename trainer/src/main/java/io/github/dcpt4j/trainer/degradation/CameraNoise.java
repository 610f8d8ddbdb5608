package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Noise as it is in the pictures that cameras write.
 *
 * <p>The picture is brought back to what a {@link Camera} saw, gets {@link SensorNoise}, now and
 * then rows of slightly different level, and is developed again. Half of the pictures are those of
 * a sensor with up to twice as many pixels each way, scaled down. In four of five the camera
 * smooths, colours more than brightness; some have film grain, which is grey and strongest in the
 * middle tones.
 *
 * <p>Only what noise changed of the developed picture is added to the clean one: the softness of
 * demosaicking is not noise, and is not in what a network has to mend.
 *
 * @param shots variance of shot noise for full light, in linear light
 */
record CameraNoise(Range shots) {

  private static final double SCALED_DOWN = 0.5;
  private static final Range REDUCTION = new Range(1, 2);
  private static final double SMOOTHED = 0.8;
  private static final Range BRIGHTNESS_SMOOTHING = new Range(0.35, 0.85);
  private static final Range COLOUR_SMOOTHING = new Range(0.6, 3);
  private static final Range COLOUR_KEPT = new Range(0.3, 1);
  private static final double GREY = 0.08;
  private static final double BANDED = 0.1;
  private static final Range BANDING = new Range(0.1, 0.6);
  private static final double GRAINY = 0.1;
  private static final Range GRAIN = new Range(1 / 255.0, 9 / 255.0);
  private static final Range GRAIN_SIZE = new Range(0.5, 1);

  private static final float RED_SHARE = 0.299f;
  private static final float GREEN_SHARE = 0.587f;
  private static final float BLUE_SHARE = 0.114f;

  /**
   * Adds noise.
   *
   * @param picture RGB, 0..1; overwritten, its values may then lie a little beyond 0..1
   */
  void addTo(Pixels picture, RandomGenerator random) {
    Pixels noise = grown(picture, random);
    if (random.nextDouble() < SMOOTHED) {
      noise =
          smoothed(
              noise,
              BRIGHTNESS_SMOOTHING.draw(random),
              COLOUR_SMOOTHING.draw(random),
              random.nextDouble() < GREY ? 0 : COLOUR_KEPT.draw(random));
    }
    float[] values = picture.values();
    float[] added = noise.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += added[i];
    }
    if (random.nextDouble() < GRAINY) {
      addGrain(picture, random);
    }
  }

  /** The noise of a sensor that may have more pixels than the picture. */
  private Pixels grown(Pixels picture, RandomGenerator random) {
    if (random.nextDouble() >= SCALED_DOWN) {
      return developed(picture, random);
    }
    double reduction = REDUCTION.draw(random);
    int width = (int) Math.round(picture.width() * reduction);
    int height = (int) Math.round(picture.height() * reduction);
    return resized(
        developed(resized(picture, width, height, INTER_LINEAR), random),
        picture.width(),
        picture.height(),
        INTER_AREA);
  }

  /** What noise of the sensor changes in the developed picture. */
  private Pixels developed(Pixels picture, RandomGenerator random) {
    Camera camera = Camera.draw(random);
    SensorNoise noise = SensorNoise.draw(shots, random);
    Pixels seen = camera.mosaic(picture);
    Pixels clean = camera.develop(seen);
    noise.addTo(seen.values(), random);
    if (random.nextDouble() < BANDED) {
      addRows(seen, BANDING.draw(random) * Math.sqrt(noise.read() + 0.1 * noise.shot()), random);
    }
    Pixels noisy = camera.develop(seen);
    float[] difference = noisy.values();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= clean.values()[i];
    }
    return noisy;
  }

  private static void addRows(Pixels mosaic, double deviation, RandomGenerator random) {
    float[] values = mosaic.values();
    for (int y = 0; y < mosaic.height(); y++) {
      float level = (float) (deviation * random.nextGaussian());
      for (int i = y * mosaic.width(); i < (y + 1) * mosaic.width(); i++) {
        values[i] += level;
      }
    }
  }

  /**
   * Smooths brightness and colour apart.
   *
   * @param brightness deviation of the Gaussian in pixels
   * @param colour that for the colour differences
   * @param colourKept part of the colour differences that is left
   */
  private static Pixels smoothed(
      Pixels noise, double brightness, double colour, double colourKept) {
    int count = noise.width() * noise.height();
    float[] rgb = noise.values();
    float[] grey = new float[count];
    float[] differences = new float[2 * count];
    for (int i = 0; i < count; i++) {
      grey[i] = RED_SHARE * rgb[3 * i] + GREEN_SHARE * rgb[3 * i + 1] + BLUE_SHARE * rgb[3 * i + 2];
      differences[2 * i] = (float) colourKept * (rgb[3 * i] - grey[i]);
      differences[2 * i + 1] = (float) colourKept * (rgb[3 * i + 2] - grey[i]);
    }
    float[] y = blurred(new Pixels(noise.width(), noise.height(), 1, grey), brightness);
    float[] c = blurred(new Pixels(noise.width(), noise.height(), 2, differences), colour);
    for (int i = 0; i < count; i++) {
      float red = c[2 * i];
      float blue = c[2 * i + 1];
      rgb[3 * i] = y[i] + red;
      rgb[3 * i + 1] = y[i] - (RED_SHARE * red + BLUE_SHARE * blue) / GREEN_SHARE;
      rgb[3 * i + 2] = y[i] + blue;
    }
    return noise;
  }

  private static void addGrain(Pixels picture, RandomGenerator random) {
    double deviation = GRAIN.drawLogarithmic(random);
    double size = GRAIN_SIZE.draw(random);
    float[] white = new float[picture.width() * picture.height()];
    // Smoothing by a Gaussian leaves a deviation of 1 / (2 size sqrt(pi)).
    double scale = 2 * size * Math.sqrt(Math.PI) * deviation;
    for (int i = 0; i < white.length; i++) {
      white[i] = (float) (scale * random.nextGaussian());
    }
    float[] grain = blurred(new Pixels(picture.width(), picture.height(), 1, white), size);
    float[] values = picture.values();
    for (int i = 0; i < grain.length; i++) {
      float tone = Math.max(0, Math.min(1, values[3 * i + 1]));
      float strength = 0.4f + 2.4f * tone * (1 - tone);
      for (int channel = 0; channel < 3; channel++) {
        values[3 * i + channel] += strength * grain[i];
      }
    }
  }

  private static float[] blurred(Pixels field, double deviation) {
    try (Mat sharp = field.toMat();
        Mat soft = new Mat();
        Size fromDeviation = new Size(0, 0)) {
      GaussianBlur(sharp, soft, fromDeviation, deviation);
      return Pixels.of(soft).values();
    }
  }

  private static Pixels resized(Pixels picture, int width, int height, int interpolation) {
    try (Mat source = picture.toMat();
        Mat scaled = new Mat();
        Size size = new Size(width, height)) {
      resize(source, scaled, size, 0, 0, interpolation);
      return Pixels.of(scaled);
    }
  }
}
