package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one-line story of a run, as checkpoints and model cards tell it. */
final class RunStory {

  private RunStory() {}

  static String of(RunSettings settings, long iteration) {
    List<String> data =
        Stream.concat(
                settings.data().clean().stream()
                    .map(folder -> "synthetic on " + folder.getFileName()),
                settings.data().pairs().keySet().stream()
                    .sorted()
                    .map(label -> "pairs of " + label))
            .toList();
    return Text.of(
        "%s%s, %d of %d iterations, %s, %slearning rate %s, seed %d, data: %s",
        settings.procedure().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        settings.guidance() == null ? "" : guide(settings.guidance()),
        iteration,
        settings.iterations(),
        settings.stages().stream().map(RunStory::shape).collect(Collectors.joining(", then ")),
        loss(settings.pixelLoss()),
        settings.optimisation().network().learningRate(),
        settings.seed(),
        String.join(", ", data));
  }

  /** Nothing for the usual loss, so that older stories stay as they are. */
  private static String loss(PixelLoss loss) {
    return loss == PixelLoss.L1 ? "" : loss.name() + " loss, ";
  }

  /** Which reading of guided transfer a model comes from. */
  private static String guide(Guidance guidance) {
    return Text.of(
        " by %s (SHA-256 %s) towards %s",
        guidance.checkpoint().path(),
        guidance.checkpoint().sha256(),
        guidance.towards() == null ? "each patch's own label" : guidance.towards());
  }

  private static String shape(Stage stage) {
    return Text.of(
        "batch %s%d, patch %d",
        stage.accumulate() == 1 ? "" : stage.accumulate() + " x ", stage.batch(), stage.patch());
  }
}
