package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What training commands make. */
class TrainingRunsTest extends TrainingTest {

  @Test
  void trainsInThreeStagesAndTellsTheStory() {
    Path pre = folder.resolve("pre");
    Path fine = folder.resolve("fine");
    Path classified = folder.resolve("classified");

    Terminal first = pretrain(pre, "--iterations", 2);
    Terminal second = finetune(fine, "--from", pre.resolve("model.safetensors"));
    Terminal third =
        finetune(classified, "--classifier-only", "--from", fine.resolve("model.safetensors"));

    assertThat(List.of(first, second, third)).extracting(Terminal::exitCode).containsOnly(0);
    assertThat(first.out().strip()).isEqualTo(pre.resolve("model.safetensors").toString());
    assertThat(first.err()).contains("2/2", "pixel loss", "classification loss", "/s", "left");
    Checkpoint last = Checkpoint.read(classified.resolve("model.safetensors"));
    assertThat(last.provenance().values())
        .satisfiesExactly(
            stage -> assertThat(stage).startsWith("pre-training"),
            stage -> assertThat(stage).startsWith("fine-tuning"),
            stage -> assertThat(stage).startsWith("classifier-training"));
    assertThat(last.model().labels()).isEqualTo(Samples.LABELS);
  }

  @Test
  void validatesOnTheWayAndWritesAPageAboutTheRun() throws IOException {
    Path pairs = folder.resolve("pairs");
    Samples.picture(pairs.resolve("input/a.png"), 40, 48);
    Samples.picture(pairs.resolve("target/a.png"), 40, 48);
    Path run = folder.resolve("run");

    Terminal trained =
        pretrain(run, "--iterations", 3, "--validate", "rain=" + pairs, "--validate-every", 2);

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("1/3").doesNotContain("[at"),
            line ->
                assertThat(line)
                    .startsWith("2/3")
                    .containsPattern("\\[at 2: \\d+\\.\\d\\d dB, \\d+\\.\\d % named\\]")
                    .endsWith(" left"),
            line -> assertThat(line).startsWith("3/3").contains("[at 3: "));
    assertThat(Samples.names(run))
        .contains("best.safetensors", "validation.csv", "report.html", "model.safetensors")
        .anyMatch(name -> name.startsWith("events.out.tfevents."));
    assertThat(run.resolve("report.html")).content().contains("Held-out pictures", "a.png");

    Path page = folder.resolve("page.html");
    Terminal report = Terminal.run("report", run, "-o", page, "--threads", 1);

    assertThat(report.out().strip()).isEqualTo(page.toString());
    assertThat(page).hasSameTextualContentAs(run.resolve("report.html"));
  }

  @Test
  void fineTunesByThePsnr() throws IOException {
    Path run = folder.resolve("run");

    Terminal tuned = finetune(run, "--network", network, "--loss", "psnr");

    assertThat(story(tuned)).contains("PSNR loss");
    assertThat(run.resolve("settings.json")).content().contains("\"pixelLoss\" : \"PSNR\"");
    assertUsage(
        finetune(folder.resolve("x"), "--network", network, "--loss", "l2"), "[L1, PSNR, PSNR40]");
  }

  @Test
  void goesOnWithADeeperNetwork() throws IOException {
    Path start = model(pretrain(folder.resolve("start"), "--iterations", 2));
    Path deeper =
        Files.writeString(
            folder.resolve("deeper.json"),
            Samples.TINY_NETWORK.replace("\"encoderBlocks\":[1,1]", "\"encoderBlocks\":[1,2]"));
    Path wider =
        Files.writeString(
            folder.resolve("wider.json"),
            Samples.TINY_NETWORK.replace("\"width\":2", "\"width\":4"));

    Terminal tuned = finetune(folder.resolve("run"), "--from", start, "--network", deeper);

    assertThat(Checkpoint.read(model(tuned)).model().network())
        .isEqualTo(new NafNet(2, List.of(1, 2), 1, List.of(1, 1)));
    assertUsage(
        finetune(folder.resolve("x"), "--from", start, "--network", wider),
        "the classifier reads stages of");
  }

  @Test
  void patchAndBatchGrowInStages() {
    Path run = folder.resolve("run");

    Terminal trained =
        Terminal.run(
            "pretrain",
            "-o",
            run,
            "--network",
            network,
            "--clean",
            clean,
            "--labels",
            "noise,haze",
            "--stage",
            "8x2:2",
            "--stage",
            "16x1:3",
            "--accumulate",
            2);

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("5/5");
    assertThat(Checkpoint.read(run.resolve("model.safetensors")).provenance().get("stage 1"))
        .contains("5 of 5 iterations, batch 2 x 2, patch 8, then batch 2 x 1, patch 16");
  }

  @Test
  void picturesThatDoNotFitIntoTheCacheTeachTheSame() {
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");

    Terminal without = pretrain(small, "--iterations", 2, "--cache", 0);
    Terminal with = pretrain(large, "--iterations", 2);

    assertThat(without.exitCode()).isZero();
    assertThat(without.err()).contains("GB of training pictures stay decoded in memory");
    assertThat(with.err()).doesNotContain("stay decoded");
    assertThat(Checkpoint.read(small.resolve("model.safetensors")).weights().asMap())
        .isEqualTo(Checkpoint.read(large.resolve("model.safetensors")).weights().asMap());
    assertUsage(pretrain(folder.resolve("run"), "--cache", -1), "--cache");
  }

  @Test
  void allBrokenPicturesAreNamedBeforeTheFirstStep() throws IOException {
    Files.writeString(clean.resolve("c.png"), "text");
    Files.writeString(clean.resolve("d.png"), "text");

    Terminal refused = pretrain(folder.resolve("run"), "--iterations", 2);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err().lines())
        .singleElement()
        .asString()
        .contains("2 pictures cannot be used", "c.png", "d.png");
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunAndKeepsTheLastCheckpoint() {
    Path run = folder.resolve("run");
    Terminal diverged =
        pretrain(run, "--iterations", 10, "--learning-rate", 1e20, "--checkpoint-every", 1);

    assertThat(diverged.exitCode()).isEqualTo(2);
    assertThat(diverged.err().lines().toList())
        .last()
        .asString()
        .isEqualTo(
            "dcpt: the loss is not finite at iteration 1: begin again with a lower learning rate"
                + " in another folder; the last checkpoint is kept");
    assertThat(Checkpoint.read(run.resolve("model.safetensors")).provenance().values())
        .first()
        .asString()
        .contains("1 of 10 iterations");
  }
}
