package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderLabelTest {

  @ParameterizedTest
  @CsvSource({
    "derain-Rain100L, rain",
    "rainy, rain",
    "denoise-CBSD68, noise",
    "Noisy_25, noise",
    "dehaze-SOTS-outdoor, haze",
    "lowlight-LOLv1-eval15, low-light",
    "low-light, low-light",
    "deblur-GoPro, motion-blur",
    "motion-blur, motion-blur"
  })
  void readsTheDegradationFromTheName(String folder, String label) {
    assertThat(FolderLabel.of(folder)).contains(label);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "terrain", "kodak", "rain-and-haze"})
  void tellsNothingWhereTheNameIsNotClear(String folder) {
    assertThat(FolderLabel.of(folder)).isEmpty();
  }
}
