package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.trainer.RandomWeights;
import org.junit.jupiter.api.Test;

class FeatureFileTest {

  /** More than are multiplied at once, and no multiple of that. */
  private static final int LENGTH = 40_001;

  @Test
  void multipliesAllPairsOfPictures() {
    try (FeatureFile file = FeatureFile.create();
        NDManager manager = NDManager.newBaseManager()) {
      for (int picture = 0; picture < 3; picture++) {
        file.add(features(picture));
      }
      double[][] products = file.innerProducts(manager);

      assertThat(file.length()).isEqualTo(LENGTH);
      assertThat(products).hasDimensions(3, 3);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          assertThat(products[i][j])
              .isCloseTo(product(features(i), features(j)), within(1e-5 * LENGTH));
        }
      }
    }
  }

  @Test
  void picturesWithOtherFeaturesAreRefused() {
    try (FeatureFile file = FeatureFile.create()) {
      file.add(new float[4]);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> file.add(new float[5]))
          .withMessage("5 features after pictures with 4");
    }
  }

  private static float[] features(int picture) {
    return RandomWeights.values(LENGTH, picture + 1);
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
