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
    "motion-blur, motion-blur",
    "defocus-DPDD, defocus",
    "DPDD-defocus-deblurring, defocus",
    "JPEG-q10, jpeg",
    "dejpeg, jpeg",
    "desnow-Snow100K, snow",
    "demosaicing-McMaster, demosaicking",
    "Demosaicking, demosaicking",
    "inpainting-kodak, inpainting",
    "low_haze, low-light+haze",
    "low-light+rain, low-light+rain",
    "CDD11-low-snow, low-light+snow",
    "rain-and-haze, haze+rain",
    "haze_snow, haze+snow",
    "low_haze_rain, low-light+haze+rain",
    "low-light+haze+snow, low-light+haze+snow"
  })
  void readsTheDegradationFromTheName(String folder, String label) {
    assertThat(FolderLabel.of(folder)).contains(label);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "terrain",
        "kodak",
        "raindrop",
        "slow",
        "low",
        "rain-and-noise",
        "noisy-blurry"
      })
  void tellsNothingWhereTheNameIsNotClear(String folder) {
    assertThat(FolderLabel.of(folder)).isEmpty();
  }
}
