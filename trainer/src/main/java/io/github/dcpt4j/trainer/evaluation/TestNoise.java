package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.image.Picture;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * The Gaussian noise of the official test, bit for bit: NumPy's legacy generator (Mersenne Twister,
 * polar method), seeded with 0 for every picture, drawn row by row, pixel by pixel, red, green,
 * blue, added in double precision. The result is neither limited to 0 to 1 nor rounded.
 *
 * @param sigma standard deviation on the scale of 0 to 255, positive
 */
public record TestNoise(double sigma) {

  private static final int SEED = 0;
  private static final double BYTE_MAXIMUM = 255;

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if sigma is not a positive number
   */
  public TestNoise {
    if (!(sigma > 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma has to be a positive number, not " + sigma);
    }
  }

  /**
   * Adds the noise.
   *
   * @param clean any picture
   * @return a float picture of the same size, with values beyond 0 and 1
   */
  public Picture addTo(Picture clean) {
    float[] samples = clean.toFloats();
    double scale = sigma / BYTE_MAXIMUM;
    PolarNormals normals = new PolarNormals(SEED);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (samples[i] + scale * normals.next());
    }
    return Picture.ofFloats(clean.width(), clean.height(), samples);
  }

  /** Standard normals in the order of NumPy's {@code RandomState}. */
  static final class PolarNormals {

    private static final double TWO_TO_26 = 1 << 26;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;

    private final MersenneTwister twister;
    private double kept;
    private boolean hasKept;

    PolarNormals(int seed) {
      twister = new MersenneTwister(seed);
    }

    double next() {
      if (hasKept) {
        hasKept = false;
        return kept;
      }
      double first;
      double second;
      double square;
      do {
        first = 2 * uniform() - 1;
        second = 2 * uniform() - 1;
        square = first * first + second * second;
      } while (square >= 1 || square == 0);
      double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
      kept = factor * first;
      hasKept = true;
      return factor * second;
    }

    /** 53 random bits; the generator's own nextDouble has 52. */
    private double uniform() {
      int high = twister.nextInt() >>> 5;
      int low = twister.nextInt() >>> 6;
      return (high * TWO_TO_26 + low) * TWO_TO_MINUS_53;
    }
  }
}
