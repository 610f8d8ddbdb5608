package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.trainer.measures.Measures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchmarkResultTest {

  private static BenchmarkResult result(double... psnr) {
    return new BenchmarkResult(
        "set",
        Optional.empty(),
        Arrays.stream(psnr)
            .mapToObj(value -> new PictureResult("p", value, 1, 20, 0.5, Optional.empty(), 0))
            .toList());
  }

  @Test
  void aPictureThatIsRestoredExactlyDoesNotMakeTheMeanInfinite() {
    assertThat(result(Double.POSITIVE_INFINITY, 30).psnr()).isEqualTo(65);
    assertThat(new MeanResult(List.of(result(Double.POSITIVE_INFINITY), result(30))).psnr())
        .isEqualTo(65);
  }

  @Test
  void whatIsNotKnownIsNoMeasure() {
    assertThat(result(30).measures().byTag())
        .containsOnlyKeys("psnr", "ssim", "input_psnr", "input_ssim");
    assertThat(new MeanResult(List.of(result(30), result(40))).measures())
        .isEqualTo(
            new Measures(Map.of("psnr", 35.0, "ssim", 1.0, "input_psnr", 20.0, "input_ssim", 0.5)));
  }
}
