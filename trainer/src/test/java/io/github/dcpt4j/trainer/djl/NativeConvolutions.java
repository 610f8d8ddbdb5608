package io.github.dcpt4j.trainer.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.github.dcpt4j.trainer.Closeness;
import java.util.Random;

/**
 * Whether PyTorch's own convolutions can be trusted on this processor. On an AMD EPYC of family 26
 * in a virtual machine, PyTorch 2.7.1 gave wrong sums for 24 input channels with kernels of 2x2 and
 * 3x3, mostly for more than one image. The cause is not known. Unlike {@link EngineCheck}, which
 * refuses to train there, this looks at PyTorch alone: a fault of ours is never skipped.
 */
final class NativeConvolutions {
  private static final int IMAGES = 2;
  private static final int CHANNELS = 24;
  private static final int OUTPUTS = 48;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 6;
  private static final int SIDE = 2;

  private NativeConvolutions() {}

  /** Skips a test whose network has convolutions of 24 channels where PyTorch gets them wrong. */
  static void assumeRightWithTwentyFourChannels(NDManager manager) {
    Random random = new Random(1);
    float[] images = gaussian(IMAGES * CHANNELS * HEIGHT * WIDTH, random);
    float[] weights = gaussian(OUTPUTS * CHANNELS * SIDE * SIDE, random);
    NDArray result =
        Conv2d.conv2d(
                manager.create(images, new Shape(IMAGES, CHANNELS, HEIGHT, WIDTH)),
                manager.create(weights, new Shape(OUTPUTS, CHANNELS, SIDE, SIDE)),
                null,
                new Shape(SIDE, SIDE))
            .singletonOrThrow();
    assumeTrue(
        Closeness.largestDifference(result.toFloatArray(), halved(images, weights)) < 1e-3,
        "PyTorch computes convolutions of 24 channels wrongly on this processor");
  }

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The convolution of stride 2 as its definition says. */
  private static float[] halved(float[] images, float[] weights) {
    int rows = HEIGHT / SIDE;
    int columns = WIDTH / SIDE;
    float[] sums = new float[IMAGES * OUTPUTS * rows * columns];
    for (int i = 0; i < sums.length; i++) {
      int column = i % columns;
      int row = i / columns % rows;
      int output = i / columns / rows % OUTPUTS;
      int image = i / columns / rows / OUTPUTS;
      double sum = 0;
      for (int k = 0; k < CHANNELS * SIDE * SIDE; k++) {
        int channel = k / SIDE / SIDE;
        int y = row * SIDE + k / SIDE % SIDE;
        int x = column * SIDE + k % SIDE;
        sum +=
            (double) weights[output * CHANNELS * SIDE * SIDE + k]
                * images[((image * CHANNELS + channel) * HEIGHT + y) * WIDTH + x];
      }
      sums[i] = (float) sum;
    }
    return sums;
  }
}
