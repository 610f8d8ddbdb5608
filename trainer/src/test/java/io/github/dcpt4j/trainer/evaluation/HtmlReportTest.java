package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.TestPictures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final Picture PICTURE = TestPictures.waves(20, 16, 0);

  private static PictureResult result(String name, double in, double out, double rain) {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("rain", rain);
    scores.put("haze", 1 - rain);
    return new PictureResult(
        name, out, 0.9, in, 0.8, Optional.of(new DegradationScores(scores)), 1);
  }

  private static ResultSections.Part part(
      String name, Optional<String> label, int kept, PictureResult... results) {
    WorstPictures worst = new WorstPictures(kept);
    for (PictureResult result : results) {
      worst.measured(result, PICTURE, PICTURE, PICTURE);
    }
    return new ResultSections.Part(new BenchmarkResult(name, label, List.of(results)), worst);
  }

  @Test
  void keepsThePicturesThatGainedLeastWorstFirst() {
    WorstPictures worst = new WorstPictures(3);
    for (double gain : new double[] {3, -1, 5, 0, 2, Double.NEGATIVE_INFINITY}) {
      worst.measured(result("gain " + gain, 20, 20 + gain, 1), PICTURE, PICTURE, PICTURE);
    }
    assertThat(worst.kept())
        .extracting(kept -> kept.result().name())
        .containsExactly("gain -Infinity", "gain -1.0", "gain 0.0");
  }

  @Test
  void keepsNothingWhereNothingIsShown() {
    WorstPictures worst = new WorstPictures(0);
    worst.measured(result("a", 20, 30, 1), PICTURE, PICTURE, PICTURE);
    assertThat(worst.kept()).isEmpty();
  }

  @Test
  void countsWhatPicturesWereTakenFor() {
    List<BenchmarkResult> results =
        List.of(
            part(
                    "rain100",
                    Optional.of("rain"),
                    0,
                    result("a", 1, 2, 0.9),
                    result("b", 1, 2, 0.8),
                    result("c", 1, 2, 0.3))
                .result(),
            part("wild", Optional.empty(), 0, result("d", 1, 2, 0.1)).result(),
            part("rain200", Optional.of("rain"), 0, result("e", 1, 2, 0.2)).result());

    ConfusionMatrix matrix = ConfusionMatrix.of(results).orElseThrow();

    assertThat(matrix.truths()).containsExactly("rain", "wild");
    assertThat(matrix.answers()).containsExactly("rain", "haze");
    assertThat(matrix.counts()).containsExactly(List.of(2, 2), List.of(0, 1));
    assertThat(matrix.total(0)).isEqualTo(4);
  }

  @Test
  void hasNoMatrixWithoutClassifier() {
    PictureResult silent = new PictureResult("a", 2, 1, 1, 1, Optional.empty(), 1);
    BenchmarkResult result = new BenchmarkResult("set", Optional.empty(), List.of(silent));
    assertThat(ConfusionMatrix.of(List.of(result))).isEmpty();
  }

  @Test
  void showsEverySetAndTheirMean() {
    String page =
        HtmlReport.page(
            "model",
            List.of(
                part("rain", Optional.of("rain"), 1, result("a", 20, 30, 0.9)),
                part("haze", Optional.of("haze"), 1, result("b", 10, 15, 0.8))));

    assertThat(page)
        .contains("<title>model on 2 test sets</title>")
        .contains("<td>20.00</td><td>30.00</td><td class=\"good\">+10.00</td>")
        .contains("mean of the sets</th><td class=\"text\"></td><td></td><td>15.00</td>")
        .contains("<td>50.0 %</td>")
        .containsOnlyOnce("<table class=\"matrix\">");
    assertThat(page.split("<figure class=\"comparison\">")).hasSize(3);
  }

  @Test
  void tellsThatEqualPicturesHaveNoEndOfDecibels() {
    double equal = Double.POSITIVE_INFINITY;
    String page =
        HtmlReport.page(
            "model", List.of(part("set", Optional.empty(), 1, result("a", equal, 30, 0.9))));
    assertThat(page).contains("<td>∞</td><td>30.00</td><td class=\"bad\">−∞</td>");
  }

  @Test
  void takesNamesForTextOnly() {
    String name = "\"><script>alert('x')</script>&.png";
    String page =
        HtmlReport.page(name, List.of(part(name, Optional.empty(), 1, result(name, 20, 30, 0.9))));

    assertThat(page).doesNotContain("<script>alert").doesNotContain("\"><script");
    assertThat(page.split("<script>")).as("the page's own").hasSize(2);
    assertThat(page).contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;.png");
  }

  @Test
  void loadsNothingFromElsewhere() {
    String page =
        HtmlReport.page("m", List.of(part("s", Optional.empty(), 1, result("a", 20, 30, 0.9))));
    assertThat(page)
        .contains("Content-Security-Policy", "default-src 'none'")
        .doesNotContainPattern("(?i)(src|href)=\"(?!data:)")
        .doesNotContain("http://", "https://", "@import", "url(");
  }

  @Test
  void limitsThePicturesOfAPage() {
    assertThat(HtmlReport.picturesOfEach(1)).isEqualTo(36);
    assertThat(HtmlReport.picturesOfEach(5)).isEqualTo(7);
    assertThat(HtmlReport.picturesOfEach(100)).isEqualTo(1);
  }
}
