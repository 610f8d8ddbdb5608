package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {

  private static final NafNet NETWORK = new NafNet(2, List.of(1), 1, List.of(1));
  private static final int BATCH = 20;
  private static final long BYTES = 1_000_000;

  @TempDir private Path folder;

  @Test
  void aFolderThatIsNamedThreeTimesIsDrawnFromThreeTimesAsOften() throws IOException {
    String dark = pairs("dark", 10);
    String bright = pairs("bright", 200);
    RunSettings settings =
        settings(List.of("rain"), List.of(), Map.of("rain", List.of(dark, bright, bright, bright)));
    int fromBright = 0;
    try (TrainingData data = new TrainingData(settings, BYTES)) {
      for (int i = 0; i < 10; i++) {
        Batch batch = data.batches(i).get(0);
        for (int patch = 0; patch < BATCH; patch++) {
          fromBright += batch.input()[3 * 8 * 8 * patch] > 0.5 ? 1 : 0;
        }
      }
    }
    assertThat(fromBright).isBetween(130, 170);
  }

  @Test
  void allTenDegradationsAndAMixtureAreSynthesised() throws IOException {
    List<String> labels =
        List.of(
            "noise",
            "motion-blur",
            "defocus",
            "jpeg",
            "haze",
            "rain",
            "snow",
            "demosaicking",
            "low-light",
            "inpainting");
    assertThat(Degradations.all()).extracting(Degradation::label).isEqualTo(labels);
    Path photographs = TestPictures.photographs(folder.resolve("photographs"));
    try (TrainingData ten =
            new TrainingData(settings(labels, List.of(photographs), Map.of()), BYTES);
        TrainingData mixture =
            new TrainingData(
                settings(List.of("low-light+haze+rain"), List.of(photographs), Map.of()), BYTES)) {
      assertThat(ten.batches(0).get(0).labels())
          .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9);
      assertThat(mixture.batches(0).get(0).labels()).containsOnly(0);
    }
  }

  @Test
  void aLabelThatCannotBeSynthesisedNeedsPairsAndTakesThemBesideOthersPhotographs()
      throws IOException {
    Path photographs = TestPictures.photographs(folder.resolve("photographs"));
    List<String> labels = List.of("rain", "scratches");
    try (TrainingData data =
        new TrainingData(
            settings(
                labels,
                List.of(photographs),
                Map.of("scratches", List.of(pairs("scratched", 200)))),
            BYTES)) {
      assertThat(data.batches(0).get(0).labels()).contains(0, 1);
    }
    assertThatThrownBy(
            () -> new TrainingData(settings(labels, List.of(photographs), Map.of()), BYTES))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("there is no data for 'scratches': name pairs of it");
  }

  @Test
  void picturesOfALabelAreMadeByTheDegradationThatIsNamedForIt() throws IOException {
    Path photographs = TestPictures.photographs(folder.resolve("photographs"));
    try (TrainingData any = new TrainingData(noisy(photographs, Map.of()), BYTES);
        TrainingData untouched =
            new TrainingData(noisy(photographs, Map.of("noise", "clean")), BYTES)) {
      Batch clean = untouched.batches(0).get(0);
      Batch noisy = any.batches(0).get(0);
      assertThat(clean.input()).containsExactly(clean.target());
      assertThat(noisy.input()).isNotEqualTo(noisy.target());
    }
    assertThatThrownBy(
            () -> new TrainingData(noisy(photographs, Map.of("noise", "scratches")), BYTES))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("there is no data for 'noise'");
  }

  private static RunSettings noisy(Path photographs, Map<String, String> synthesis) {
    return settings(
        new DataSettings(List.of("noise"), List.of(photographs), Map.of(), Map.of(), synthesis, 1));
  }

  private String pairs(String name, int grey) throws IOException {
    Path set = folder.resolve(name);
    TestPictures.write(TestPictures.flat(16, 16, grey, grey, grey), set.resolve("input/1.png"));
    TestPictures.write(TestPictures.flat(16, 16, 90, 90, 90), set.resolve("target/1.png"));
    return set.toString();
  }

  private static RunSettings settings(
      List<String> labels, List<Path> clean, Map<String, List<String>> pairs) {
    return settings(new DataSettings(labels, clean, pairs, Map.of(), Map.of(), 1));
  }

  private static RunSettings settings(DataSettings data) {
    List<String> labels = data.labels();
    AdamW adam = AdamW.of(1e-3, 0);
    return new RunSettings(
        ProcedureKind.PRE_TRAINING,
        new ModelSettings(
            NETWORK, DegradationClassifier.fitting(NETWORK, 1, labels.size()), labels),
        null,
        null,
        data,
        List.of(new Stage(10, BATCH, 8)),
        new Optimisation(adam, adam, PixelLoss.L1, 2, 0),
        new Intervals(1, 1),
        null,
        7);
  }
}
