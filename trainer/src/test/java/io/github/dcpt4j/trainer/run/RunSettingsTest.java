package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {

  @TempDir private Path folder;

  @Test
  void haveAJsonFormInGroups() throws IOException {
    JsonNode json = new ObjectMapper().valueToTree(SmallRun.in(folder, 50).settings());

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "procedure",
            "model",
            "start",
            "guidance",
            "data",
            "stages",
            "optimisation",
            "intervals",
            "validation",
            "seed");
    assertThat(json.at("/stages/0/untilIteration").asLong()).isEqualTo(50);
    assertThat(json.at("/optimisation/network/weightDecay").asDouble()).isEqualTo(0.01);
    assertThat(json.at("/data/clean/0").asText())
        .isEqualTo(folder.resolve("photographs").toString());
  }

  @Test
  void tellTheStageOfAnIteration() throws IOException {
    RunSettings settings =
        SmallRun.in(folder, 50).withStages(new Stage(2, 4, 8), new Stage(5, 2, 16)).settings();

    assertThat(settings.iterations()).isEqualTo(5);
    assertThat(IntStream.range(0, 5).map(settings::stageAt)).containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void refuseWhatDoesNotFit() throws IOException {
    SmallRun small = SmallRun.in(folder, 50);
    assertRefused(() -> small.withStages().settings(), "at least one stage");
    assertRefused(
        () -> small.withStages(new Stage(5, 2, 8), new Stage(5, 2, 8)).settings(),
        "end after the one before");
    assertRefused(() -> small.withStages(new Stage(5, 2, 7)).settings(), "a multiple of 2");
    assertRefused(() -> new Stage(0, 2, 8), "iterations has to be positive");
    assertRefused(() -> new Stage(1, 0, 8), "batch has to be positive");
    assertRefused(() -> new Stage(1, 2, 0), "patch has to be positive");
    assertRefused(() -> new Stage(1, 2, 8, 0), "at least one batch");
    assertRefused(() -> new Intervals(50, 20), "lines of the log");
    assertRefused(() -> new ValidationSettings(Map.of(), 1, 64), "name held-out pairs");
    assertRefused(() -> validation("rain,snow", 1, 64), "'rain,snow' cannot be a label");
    assertRefused(() -> validation("mean", 1, 64), "'mean' cannot be a label");
    assertRefused(() -> validation("rain", 0, 64), "have to be positive");
    assertRefused(() -> validation("rain", 1, 31), "a side of 32 at least");
    assertRefused(
        () -> small.validated(validation("snow", 1, 64)).settings(),
        "name held-out pairs of one of");
    assertRefused(() -> small.withLearningRate(0).settings(), "learning rate has to be positive");
    assertRefused(() -> AdamW.of(1e-3, -1), "cannot be negative");
    assertRefused(() -> new PinnedFile(Path.of("a"), "12"), "'12' is not the SHA-256");
    assertRefused(() -> data(List.of("rain"), Map.of("snow", 1.0)), "'snow' is none of [rain]");
    assertRefused(() -> data(List.of("rain"), Map.of("rain", 0.0)), "share of 'rain'");
    assertRefused(
        () ->
            new DataSettings(
                List.of("rain"),
                List.of(Path.of("clean")),
                Map.of(),
                Map.of(),
                Map.of("noise", "white-noise"),
                1),
        "'noise' is none of [rain]");
    assertRefused(() -> data(List.of("rain", "rain"), Map.of()), "labels have to differ");
    assertRefused(
        () -> new DataSettings(List.of("rain"), List.of(), Map.of(), Map.of(), Map.of(), 1),
        "clean photographs");
    RunSettings settings = small.settings();
    assertRefused(
        () ->
            new RunSettings(
                settings.procedure(),
                settings.model(),
                null,
                null,
                data(List.of("rain"), Map.of()),
                settings.stages(),
                settings.optimisation(),
                settings.intervals(),
                null,
                0),
        "they have to be the same");
  }

  @Test
  void ofOlderRunsNameNoOtherSynthesis() throws IOException {
    String old =
        """
        {"labels": ["rain"], "clean": ["clean"], "pairs": {}, "shares": {}, "loaderThreads": 1}
        """;
    assertThat(new ObjectMapper().readValue(old, DataSettings.class))
        .isEqualTo(data(List.of("rain"), Map.of()));
  }

  @Test
  void refuseAPatchThatTheNetworkCannotTake() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).with(ProcedureKind.FINE_TUNING).settings();
    ModelSettings weather =
        new ModelSettings(new TransWeather(List.of(8, 8, 8, 8), true), null, List.of());
    int patch = weather.network().sizeMultiple();
    assertThat(patch).isLessThan(weather.network().minimumSize());
    assertRefused(
        () ->
            new RunSettings(
                settings.procedure(),
                weather,
                null,
                null,
                settings.data(),
                List.of(new Stage(1, 1, patch)),
                settings.optimisation(),
                settings.intervals(),
                null,
                0),
        "the patch has to be at least " + weather.network().minimumSize());
  }

  private static ValidationSettings validation(String label, long every, int side) {
    return new ValidationSettings(Map.of(label, List.of("pairs")), every, side);
  }

  private static DataSettings data(List<String> labels, Map<String, Double> shares) {
    return new DataSettings(labels, List.of(Path.of("clean")), Map.of(), shares, Map.of(), 1);
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
