package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.trainer.degradation.PatchStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchSurveyTest {

  private static PatchStatistics ofPsnr(double psnr, double neighbour) {
    return new PatchStatistics(psnr, 0, neighbour, 0, 0, 0);
  }

  @Test
  void percentilesLieBetweenNeighboursInTheOrderOfSize() {
    PatchSurvey survey =
        new PatchSurvey(
            "noise", IntStream.of(30, 10, 20, 40, 50).mapToObj(psnr -> ofPsnr(psnr, 0)).toList());
    assertThat(survey.percentile(PatchStatistics::psnr, 0)).isEqualTo(10);
    assertThat(survey.percentile(PatchStatistics::psnr, 50)).isEqualTo(30);
    assertThat(survey.percentile(PatchStatistics::psnr, 90)).isCloseTo(46, within(1e-9));
    assertThat(survey.percentile(PatchStatistics::psnr, 100)).isEqualTo(50);
    assertThat(survey.meanPsnr()).isEqualTo(30);
  }

  @Test
  void patchesThatAreAsTheirTargetsHaveNoMeanAndNoCorrelations() {
    double infinite = Double.POSITIVE_INFINITY;
    PatchSurvey mixed =
        new PatchSurvey("haze", List.of(ofPsnr(infinite, Double.NaN), ofPsnr(20, 0.5)));
    PatchSurvey clean = new PatchSurvey("clean", List.of(ofPsnr(infinite, Double.NaN)));
    assertThat(mixed.meanPsnr()).isEqualTo(20);
    assertThat(mixed.percentile(PatchStatistics::neighbour, 90)).isEqualTo(0.5);
    assertThat(clean.meanPsnr()).isNaN();
    assertThat(clean.percentile(PatchStatistics::psnr, 50)).isInfinite();
    assertThat(clean.percentile(PatchStatistics::neighbour, 50)).isNaN();
  }

  @Test
  void refusesToTellOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PatchSurvey("noise", List.of()));
  }
}
