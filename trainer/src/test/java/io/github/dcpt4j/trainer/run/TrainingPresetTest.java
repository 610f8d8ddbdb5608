package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that the authors published, typed in again from their scripts. */
class TrainingPresetTest {

  private static final long MILLION = 1_000_000;
  private static final double CLASSIFIER_DECAY = 1e-4;

  static List<String> names() {
    return TrainingPreset.names();
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet-5d,    32, 3e-4, 1e-4",
    "swinir-5d,    16, 2e-4, 5e-5",
    "restormer-5d, 16, 2e-4, 5e-5",
    "promptir-5d,  16, 2e-4, 5e-5",
    "nafnet-10d,   32, 3e-4, 1e-4",
    "cdd11,        32, 3e-4, 1e-4"
  })
  void preTrainAsTheAuthorsDid(String name, int batch, double rate, double classifierRate) {
    TrainingPreset.Plan plan = TrainingPreset.named(name).plan(ProcedureKind.PRE_TRAINING);

    assertThat(plan.stages()).containsExactly(new Stage(MILLION, batch, 128));
    assertThat(plan.optimisation())
        .isEqualTo(
            new Optimisation(
                AdamW.of(rate, 0).scheduled(Schedule.COSINE, 1e-6),
                AdamW.of(classifierRate, CLASSIFIER_DECAY).scheduled(Schedule.COSINE, 1e-6),
                PixelLoss.L1,
                2,
                0));
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet-5d,    1000000,  24, 3e-4,   1e-6, 0.01",
    "swinir-5d,    1000000,  16, 1.5e-4, 1e-6, 0",
    "restormer-5d, 1000000,  24, 3e-4,   1e-6, 0.01",
    "promptir-5d,  1000000,  24, 3e-4,   1e-6, 0.01",
    "nafnet-10d,    500000, 128, 2.5e-4, 1e-5, 0.01",
    "cdd11,        1000000,  24, 3e-4,   1e-6, 0.01"
  })
  void fineTuneAsTheAuthorsDid(
      String name, long iterations, int batch, double rate, double minimum, double clip) {
    TrainingPreset.Plan plan = TrainingPreset.named(name).plan(ProcedureKind.FINE_TUNING);
    Optimisation optimisation = plan.optimisation();

    assertThat(plan.stages()).containsExactly(new Stage(iterations, batch, 128));
    assertThat(optimisation.network())
        .isEqualTo(AdamW.of(rate, 0).scheduled(Schedule.COSINE, minimum).clipped(clip));
    assertThat(optimisation.averageDecay()).isEqualTo(0.999);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nafnet-5d", "swinir-5d", "restormer-5d", "promptir-5d", "nafnet-10d", "cdd11"})
  void transferAsTheAuthorsDid(String name) {
    TrainingPreset.Plan plan = TrainingPreset.named(name).plan(ProcedureKind.GUIDED_TRANSFER);
    Optimisation optimisation = plan.optimisation();

    assertThat(plan.stages()).containsExactly(new Stage(100_000, 32, 128));
    assertThat(optimisation.network()).isEqualTo(AdamW.of(3e-4, 1e-4).clipped(0.01));
    assertThat(optimisation.network().learningRateAt(99_999, 100_000)).isEqualTo(3e-4);
    assertThat(optimisation.gamma()).as("of a focal loss that is the cross entropy").isZero();
    assertThat(optimisation.averageDecay()).isEqualTo(0.999);
  }

  @Test
  void nameTheDegradationsInTheOrderOfTheClasses() {
    for (String five : List.of("nafnet-5d", "swinir-5d", "restormer-5d", "promptir-5d")) {
      assertThat(TrainingPreset.named(five).labels())
          .containsExactly("rain", "noise", "haze", "low-light", "motion-blur");
      assertThat(TrainingPreset.named(five).synthesis())
          .as("noise as the authors had it")
          .containsExactly(Map.entry("noise", "white-noise"));
      assertThat(TrainingPreset.named(five).synthesis(List.of("rain"))).isEmpty();
    }
    assertThat(TrainingPreset.named("small-5d").synthesis()).isEmpty();
    assertThat(TrainingPreset.named("nafnet-10d").labels())
        .isEqualTo(Degradations.all().stream().map(Degradation::label).toList());
    assertThat(TrainingPreset.named("cdd11").labels())
        .isEqualTo(
            Stream.concat(
                    Stream.of("low-light", "haze", "rain", "snow"),
                    Degradations.mixtures().stream().map(Degradation::label))
                .toList());
  }

  @Test
  void trainTheNetworksOfTheRelease() {
    assertThat(TrainingPreset.named("nafnet-5d").network())
        .isEqualTo(Architectures.preset("dcpt-nafnet-5d").orElseThrow().network());
    assertThat(TrainingPreset.named("swinir-5d").network())
        .isEqualTo(Architectures.preset("dcpt-swinir-5d").orElseThrow().network());
    assertThat(TrainingPreset.named("restormer-5d").network())
        .isEqualTo(Architectures.preset("dcpt-restormer-5d").orElseThrow().network());
    assertThat(TrainingPreset.named("promptir-5d").network())
        .isEqualTo(PromptIr.builder().stages(PromptIr.Stages.REDUCE_NOISE).build());
    for (String pooled : List.of("nafnet-10d", "cdd11")) {
      NafNet nafNet = (NafNet) TrainingPreset.named(pooled).network();
      assertThat(nafNet.localPooling()).containsExactly(128, 128);
      assertThat(new NafNet(64, nafNet.encoderBlocks(), 1, nafNet.decoderBlocks()))
          .isEqualTo(Architectures.preset("dcpt-nafnet-5d").orElseThrow().network());
    }
    assertThat(TrainingPreset.named(TrainingPreset.DEFAULT).network())
        .isEqualTo(Architectures.preset("nafnet-16").orElseThrow().network());
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet-5d, 64 128 256 512",
    "restormer-5d, 96 96 192",
    "promptir-5d, 96 192 192",
    "swinir-5d, 180 180 180"
  })
  void giveTheClassifierTheFeaturesOfThePublishedTraining(String name, String widths) {
    assertThat(TrainingPreset.named(name).network().stageChannels())
        .isEqualTo(Stream.of(widths.split(" ")).map(Integer::valueOf).toList());
    assertThat(TrainingPreset.named(name).classifierBlocks()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("names")
  void makeSettingsForEveryProcedure(String name) {
    TrainingPreset preset = TrainingPreset.named(name);
    assertThat(preset.about()).isNotBlank();
    DegradationClassifier classifier =
        DegradationClassifier.fitting(
            preset.network(), preset.classifierBlocks(), preset.labels().size());
    DataSettings data =
        new DataSettings(
            preset.labels(), List.of(Path.of("clean")), Map.of(), Map.of(), Map.of(), 1);
    for (ProcedureKind procedure : ProcedureKind.values()) {
      TrainingPreset.Plan plan = preset.plan(procedure);
      RunSettings settings =
          new RunSettings(
              procedure,
              new ModelSettings(preset.network(), classifier, preset.labels()),
              null,
              procedure == ProcedureKind.GUIDED_TRANSFER
                  ? new Guidance(new PinnedFile(Path.of("guide"), "0".repeat(64)), null)
                  : null,
              data,
              plan.stages(),
              plan.optimisation(),
              new Intervals(500, 50),
              null,
              0);
      assertThat(settings.iterations()).isPositive();
    }
  }

  @Test
  void areAllListed() throws Exception {
    URI folder = TrainingPreset.class.getResource("presets").toURI();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              TrainingPreset.names().stream().map(name -> name + ".json").toList());
    }
  }

  @Test
  void areNotMadeUp() {
    assertThatThrownBy(() -> TrainingPreset.named("nafnet-7d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no preset 'nafnet-7d', only tiny-5d, small-5d");
  }
}
