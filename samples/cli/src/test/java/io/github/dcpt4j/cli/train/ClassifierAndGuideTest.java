package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Networks with, without and beside a classifier. */
class ClassifierAndGuideTest extends TrainingTest {

  @Test
  void guidesATransferInBothReadings() throws IOException {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path two =
        model(
            finetune(
                folder.resolve("two"),
                "--classifier-only",
                "--from",
                five,
                "--labels",
                "clean,degraded"));

    Terminal byIndex =
        finetune(
            folder.resolve("index"),
            "--from",
            five,
            "--labels",
            "noise",
            "--guided-by",
            five,
            "--guide-towards",
            "noise");
    Terminal byTwoClasses =
        finetune(
            folder.resolve("classes"),
            "--from",
            five,
            "--labels",
            "noise,rain",
            "--guided-by",
            two,
            "--guide-towards",
            "degraded");
    Terminal byOwnLabels = finetune(folder.resolve("own"), "--from", five, "--guided-by", five);

    assertThat(Checkpoint.read(two).model().labels()).containsExactly("clean", "degraded");
    assertThat(story(byIndex)).contains("guided-transfer by " + five, "towards noise,");
    assertThat(story(byTwoClasses)).contains("guided-transfer by " + two, "towards degraded,");
    assertThat(story(byOwnLabels)).contains("towards each patch's own label,");
    assertThat(Checkpoint.read(model(byIndex)).model()).isEqualTo(Checkpoint.read(five).model());
    assertThat(Files.readString(folder.resolve("index/settings.json")))
        .contains("\"schedule\" : \"CONSTANT\"", "\"gamma\" : 0.0", "\"weightDecay\" : 1.0E-4");
  }

  @Test
  void aGuideThatDoesNotFitIsRefused() {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path run = folder.resolve("run");

    assertUsage(finetune(run, "--from", five, "--guide-towards", "noise"), "name --guided-by");
    assertUsage(
        finetune(run, "--from", five, "--classifier-only", "--guided-by", five),
        "leave out --guided-by");
    assertUsage(
        finetune(run, "--from", five, "--guided-by", five, "--guide-towards", "fog"),
        "the guiding classifier does not know 'fog'");
    assertUsage(
        finetune(run, "--from", five, "--guided-by", folder.resolve("none")), "cannot be read");
    assertThat(finetune(run, "--from", five, "--guided-by", five).exitCode()).isZero();
  }

  @Test
  void aClassifierOfOtherLabelsIsTrainedOnAnyNetwork() throws IOException {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path bare = folder.resolve("bare.safetensors");
    Samples.withoutClassifier(Checkpoint.read(five)).write(bare);

    Terminal unnamed = finetune(folder.resolve("run"), "--classifier-only", "--from", bare);
    Terminal named =
        finetune(
            folder.resolve("run"), "--classifier-only", "--from", bare, "--labels", "rain,haze");

    assertUsage(unnamed, "bare.safetensors holds no classifier: name the --labels of a new one");
    assertThat(Checkpoint.read(model(named)).model().labels()).containsExactly("rain", "haze");
    model(finetune(folder.resolve("tuned"), "--from", model(named)));
    assertThat(Files.readString(folder.resolve("tuned/settings.json")))
        .as("the checkpoint's labels are those of the data")
        .contains("rain", "haze")
        .doesNotContain("low-light");
    assertUsage(
        finetune(folder.resolve("x"), "--classifier-only", "--from", five, "--clip", 1), "--clip");
  }

  @Test
  void aNetworkWithoutClassifierIsFineTuned() {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path bare = folder.resolve("bare.safetensors");
    Samples.withoutClassifier(Checkpoint.read(five)).write(bare);

    Terminal tuned = finetune(folder.resolve("run"), "--from", bare, "--labels", "snow");

    assertThat(Checkpoint.read(model(tuned)).model().classifier()).isEmpty();
    assertThat(story(tuned)).contains("fine-tuning, 2 of 2");
  }

  @Test
  void aNetworkWithoutStagesIsFineTunedAndNotPreTrained() throws IOException {
    Path airNet =
        Files.writeString(
            folder.resolve("airnet.json"),
            "{\"network\":\"airnet\",\"features\":3,\"groups\":1,\"blocks\":1}");

    Terminal tuned = finetune(folder.resolve("run"), "--network", airNet);

    assertThat(Checkpoint.read(model(tuned)).model().classifier()).isEmpty();
    assertUsage(
        finetune(folder.resolve("x"), "--network", airNet, "--classifier-only"),
        "no decoder stages that a classifier could read");

    assertUsage(
        Terminal.run("pretrain", "-o", folder.resolve("x"), "--clean", clean, "--network", airNet),
        "no decoder stages that a classifier could read");
  }
}
