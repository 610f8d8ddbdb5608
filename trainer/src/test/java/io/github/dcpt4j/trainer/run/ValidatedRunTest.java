package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.PictureResult;
import io.github.dcpt4j.trainer.measures.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run with held-out pairs. */
class ValidatedRunTest {

  private static final long EVERY = 15;

  @TempDir private Path folder;
  private ValidationSettings validation;

  @BeforeEach
  void makePairs() throws IOException {
    Path dark = TestPictures.pairs(folder.resolve("dark"), 40, 32);
    Path other = TestPictures.pairs(folder.resolve("other"), 32, 33);
    validation =
        new ValidationSettings(
            Map.of(
                "low-light", List.of(dark.toString()),
                "haze", List.of(other.toString(), dark.toString())),
            EVERY,
            64);
  }

  private Path run() {
    return folder.resolve("run");
  }

  private Path best() {
    return run().resolve("best.safetensors");
  }

  private SmallRun small(long iterations) throws IOException {
    return SmallRun.in(folder, iterations).validated(validation);
  }

  private List<String> iterations() throws IOException {
    return Files.readAllLines(run().resolve("validation.csv")).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(ProcedureKind.class)
  void learnsTheSameWeightsAsWithoutThem(ProcedureKind kind) throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(start);
    SmallRun plain = SmallRun.in(folder, 20).with(kind, start);

    Checkpoint without = SmallRun.train(folder.resolve("plain"), plain.settings());
    Checkpoint with = SmallRun.train(run(), plain.validated(validation).settings());

    assertThat(with.weights().asMap()).isEqualTo(without.weights().asMap());
    assertThat(with.provenance()).isEqualTo(without.provenance());
    assertThat(iterations())
        .containsExactly(
            "15,haze", "15,low-light", "15,mean", "20,haze", "20,low-light", "20,mean");
  }

  @Test
  void writesEveryLabelAndTellsTheListener() throws IOException {
    List<Long> heard = new ArrayList<>();
    List<MeanResult> results = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void started(long iteration, long iterations) {}

          @Override
          public void advanced(Progress progress) {}

          @Override
          public void validated(long iteration, MeanResult result) {
            heard.add(iteration);
            results.add(result);
          }
        };

    SmallRun.train(run(), small(15).with(ProcedureKind.FINE_TUNING).settings(), listener);

    assertThat(heard).containsExactly(15L);
    MeanResult result = results.get(0);
    assertThat(result.sets()).extracting(set -> set.pictures().size()).containsExactly(4, 2);
    List<ValidationLog.Line> lines = ValidationLog.read(run().resolve("validation.csv"));
    assertThat(lines)
        .extracting(ValidationLog.Line::label)
        .containsExactly("haze", "low-light", "mean");
    assertThat(psnr(lines.get(2)))
        .isEqualTo(Math.round(1e6 * result.psnr()) / 1e6)
        .isBetween(psnr(lines.get(0)), psnr(lines.get(1)));
    assertThat(lines.get(2).measures().get(Measures.ACCURACY)).isBetween(0.0, 1.0);
  }

  @Test
  void keepsTheBestModelWithItsScore() throws IOException {
    // With such a rate it gets worse at once, and better as the rate goes down.
    Checkpoint last =
        SmallRun.train(
            run(), small(90).with(ProcedureKind.FINE_TUNING).withLearningRate(0.05).settings());

    List<ValidationLog.Line> means =
        ValidationLog.read(run().resolve("validation.csv")).stream()
            .filter(line -> line.label().equals("mean"))
            .toList();
    ValidationLog.Line highest =
        means.stream().reduce((a, b) -> psnr(b) >= psnr(a) ? b : a).orElseThrow();
    Checkpoint best = Checkpoint.read(best());
    assertThat(means).hasSize(6);
    assertThat(Provenance.of(best).score())
        .contains(
            new Score(
                Score.Measure.PSNR, Math.round(1e4 * psnr(highest)) / 1e4, highest.iteration()));
    assertThat(best.provenance()).containsOnlyKeys("stage 1", "stage 1 validation");
    assertThat(best.provenance().get("stage 1"))
        .startsWith("fine-tuning, %d of 90".formatted(highest.iteration()));
    assertThat(best.weights().asMap().equals(last.weights().asMap()))
        .isEqualTo(highest.iteration() == 90);
  }

  @Test
  void whatIsNotTrainedToRestoreIsJudgedByItsClassifier() throws IOException {
    SmallRun.train(run(), small(15).settings());
    assertThat(Provenance.of(Checkpoint.read(best())).score().orElseThrow().measure())
        .isEqualTo(Score.Measure.ACCURACY);
  }

  @Test
  void anotherRunMayStartFromTheBestModelAndCountsItsStages() throws IOException {
    SmallRun.train(run(), small(15).settings());
    Checkpoint next =
        SmallRun.train(
            folder.resolve("next"),
            SmallRun.in(folder, 2).with(ProcedureKind.FINE_TUNING).startingAt(best()).settings());
    assertThat(next.provenance()).containsOnlyKeys("stage 1", "stage 1 validation", "stage 2");
  }

  private void stopAfter(long iteration, RunSettings settings) {
    ProgressListener stopper =
        new ProgressListener() {
          @Override
          public void started(long begun, long iterations) {}

          @Override
          public void advanced(Progress progress) {
            if (progress.iteration() > iteration) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    assertThatThrownBy(() -> SmallRun.train(run(), settings, stopper)).hasMessage("stopped");
  }

  @Test
  void goesOnAsIfItHadNotBeenStopped() throws IOException {
    RunSettings settings = small(60).with(ProcedureKind.FINE_TUNING).settings();
    SmallRun.train(folder.resolve("whole"), settings);
    // The state is that of iteration 20, the last validation that of 30.
    stopAfter(30, settings);
    assertThat(iterations()).contains("30,mean");

    SmallRun.train(run(), settings);

    assertThat(run().resolve("validation.csv"))
        .hasSameTextualContentAs(folder.resolve("whole/validation.csv"));
    assertThat(best()).hasSameBinaryContentAs(folder.resolve("whole/best.safetensors"));
  }

  @Test
  void aStopDoesNotWaitForAValidationWhichIsMadeWhenTheRunGoesOn() throws IOException {
    RunSettings settings = small(60).with(ProcedureKind.FINE_TUNING).settings();
    SmallRun.train(folder.resolve("whole"), settings);
    Cancellation cancellation = new Cancellation();
    ProgressListener stopper = SmallRun.cancellingAtTheFirstLine(cancellation);

    try (RunFolder open = RunFolder.open(run())) {
      // The first line of the log comes a step before the second validation.
      TrainingRun training =
          new TrainingRun(open, settings.working(new Intervals(29, 29), 1), stopper);
      assertThatThrownBy(() -> training.train(cancellation))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("stopped after 30 of 60");
    }
    assertThat(iterations()).contains("15,mean").doesNotContain("30,mean");
    SmallRun.train(run(), settings);

    assertThat(run().resolve("validation.csv"))
        .hasSameTextualContentAs(folder.resolve("whole/validation.csv"));
    assertThat(best()).hasSameBinaryContentAs(folder.resolve("whole/best.safetensors"));
  }

  @Test
  void ofEquallyGoodModelsTheLastIsKept() throws IOException {
    Checkpoint model = SmallRun.train(run(), small(15).settings());
    BestModel kept = new BestModel(folder.resolve("kept.safetensors"));
    for (Score score :
        List.of(
            new Score(Score.Measure.ACCURACY, 1, 1000),
            new Score(Score.Measure.ACCURACY, 1, 2000),
            new Score(Score.Measure.ACCURACY, 0.99, 3000))) {
      kept.offer(score, model);
    }
    assertThat(Provenance.of(Checkpoint.read(folder.resolve("kept.safetensors"))).score())
        .contains(new Score(Score.Measure.ACCURACY, 1, 2000));
  }

  @Test
  void aPictureThatIsRestoredExactlyDoesNotDecideAlone() {
    assertThat(scoreOf(Double.POSITIVE_INFINITY, 30).value()).isEqualTo(65);
    assertThat(scoreOf(Double.POSITIVE_INFINITY, 31).isAtLeast(scoreOf(120, 30))).isTrue();
    assertThat(scoreOf(120, 30).isAtLeast(scoreOf(Double.POSITIVE_INFINITY, 31))).isFalse();
  }

  private static double psnr(ValidationLog.Line line) {
    return line.measures().get(BenchmarkResult.PSNR);
  }

  private static Score scoreOf(double one, double other) {
    List<PictureResult> pictures =
        DoubleStream.of(one, other)
            .mapToObj(psnr -> new PictureResult("a.png", psnr, 1, 20, 1, Optional.empty(), 1))
            .toList();
    return Score.of(
        new MeanResult(List.of(new BenchmarkResult("rain", Optional.of("rain"), pictures))),
        Score.Measure.PSNR,
        1);
  }

  @Test
  void doesNotReplaceABetterModelOfBeforeTheStop() throws IOException {
    RunSettings settings = small(60).with(ProcedureKind.FINE_TUNING).settings();
    stopAfter(20, settings);
    Checkpoint stored = Checkpoint.read(best());
    Map<String, String> better = new LinkedHashMap<>(stored.provenance());
    better.put("stage 1 validation", new Score(Score.Measure.PSNR, 99.5, 15).text());
    new Checkpoint(stored.model(), stored.weights(), better).write(best());
    byte[] before = Files.readAllBytes(best());

    SmallRun.train(run(), settings);

    assertThat(best()).hasBinaryContent(before);
  }

  @Test
  void saysWhatIsWrongWithTheBestModel() throws IOException {
    RunSettings settings = small(60).settings();
    stopAfter(20, settings);
    Files.writeString(best(), "text");
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("best.safetensors is damaged: delete it");
  }

  @Test
  void takesNoFolderWherePairsAreMissing() throws IOException {
    validation = new ValidationSettings(Map.of("rain", List.of(folder + "/none")), 1, 64);
    RunSettings settings = small(10).settings();
    assertThatThrownBy(() -> SmallRun.train(run(), settings)).isInstanceOf(PictureException.class);
    assertThat(run().resolve("settings.json")).doesNotExist();
  }

  @Test
  void settingsSurviveTheirFile() throws IOException {
    RunSettings settings = small(10).settings();
    try (RunFolder folder = RunFolder.open(run())) {
      folder.write(settings);
      assertThat(folder.settings()).contains(settings);
    }
  }

  @Test
  void thePageShowsCurvesPicturesAndSettings() throws IOException {
    SmallRun.train(run(), small(30).settings());

    String page = RunReport.page(run());

    assertThat(page)
        .contains("30 of 30 iterations", "PSNR of held-out pictures", "Pixel loss")
        .contains("Classification loss", "Accuracy on patches", "Learning rate")
        .contains("By best.safetensors: mean accuracy", "<table class=\"matrix\">")
        .contains("<dt>procedure</dt><dd>PRE_TRAINING</dd>", "<dt>side</dt><dd>64</dd>");
    assertThat(page.split("<figure class=\"comparison\">")).hasSize(1 + 6);
  }

  @Test
  void thePageOfARunWithoutPairsShowsItsCurvesAlone() throws IOException {
    SmallRun.train(run(), SmallRun.in(folder, 10).with(ProcedureKind.FINE_TUNING).settings());

    String page = RunReport.page(run());

    assertThat(page)
        .contains("Pixel loss")
        .doesNotContain(
            "Classification loss", "Accuracy", "Held-out", "<figure class=\"comparison\">");
  }

  @Test
  void thereIsNoPageWithoutARun() {
    assertThatThrownBy(() -> RunReport.page(folder.resolve("none")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds no run");
  }

  @Test
  void aScoreIsReadAsItWasWritten() {
    for (Score score :
        List.of(
            new Score(Score.Measure.PSNR, 27.3112, 1200),
            new Score(Score.Measure.ACCURACY, 0.5, 1),
            new Score(Score.Measure.PSNR, Double.POSITIVE_INFINITY, 3))) {
      assertThat(Score.parse(score.text())).contains(score);
    }
    assertThat(Score.parse("something else at iteration 3")).isEmpty();
  }
}
