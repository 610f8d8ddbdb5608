package io.github.dcpt4j.trainer.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class PsnrLossTest {

  private static final Shape TWO_IMAGES = new Shape(2, 1, 1, 2);

  @Test
  void isTheMeanOverImagesOfTheirNegativePsnr() {
    // Squared differences 0.01 and 0.01: 20 dB; 0.0001 and 0.0003: 36.99 dB.
    float[] differences = {0.1f, -0.1f, 0.01f, (float) Math.sqrt(0.0003)};
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.full(TWO_IMAGES, 0.5f);
      NDArray output = target.add(manager.create(differences, TWO_IMAGES));

      assertThat((double) PsnrLoss.published().apply(output, target).getFloat())
          .isCloseTo(-(20 + 36.9897) / 2, within(1e-3));
    }
  }

  @Test
  void pullsAtASlightErrorAsAtAStrongOneInProportion() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.zeros(TWO_IMAGES);
      NDArray output = manager.create(new float[] {0.5f, 0.5f, 0.05f, 0.05f}, TWO_IMAGES);
      float[] gradient = gradient(output, target);

      // d/dx 10 log10(x^2) = 20 / (x ln 10), shared by two pixels and two images
      assertThat((double) gradient[0]).isCloseTo(20 / (4 * 0.5 * Math.log(10)), within(1e-3));
      assertThat(gradient[2] / gradient[0]).isCloseTo(10, within(0.01f));
    }
  }

  @Test
  void levelsOffWhereThatIsAskedForAndPullsNoHarderThere() {
    // A squared difference of 0.0001 is 40 dB; with the floor of the same size, 10 log10(0.0002).
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.zeros(new Shape(1, 1, 1, 1));
      NDArray output = manager.create(new float[] {0.01f}, new Shape(1, 1, 1, 1));
      PsnrLoss loss = PsnrLoss.levellingOffAt(40);

      assertThat((double) loss.apply(output, target).getFloat())
          .isCloseTo(10 * Math.log10(0.0002), within(1e-3));
      // Half of the slope that the published loss has there.
      assertThat((double) gradient(loss, output, target)[0])
          .isCloseTo(0.5 * 20 / (0.01 * Math.log(10)), within(0.1));
    }
  }

  @Test
  void staysFiniteWhereAnImageIsMetExactly() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.full(TWO_IMAGES, 0.5f);
      NDArray output = target.duplicate();
      float[] gradient = gradient(output, target);

      assertThat((double) PsnrLoss.published().apply(output, target).getFloat())
          .isCloseTo(-80, within(1e-3));
      assertThat(gradient).containsOnly(0);
    }
  }

  private static float[] gradient(NDArray output, NDArray target) {
    return gradient(PsnrLoss.published(), output, target);
  }

  private static float[] gradient(PsnrLoss loss, NDArray output, NDArray target) {
    output.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss.apply(output, target));
    }
    return output.getGradient().toFloatArray();
  }
}
