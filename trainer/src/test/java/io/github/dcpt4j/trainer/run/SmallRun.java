package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run that takes seconds: a network of a few hundred weights on three drawn photographs. */
record SmallRun(
    ProcedureKind procedure,
    Start start,
    Guidance guidance,
    Path photographs,
    List<Stage> stages,
    double learningRate,
    ValidationSettings validation) {

  static final long CHECKPOINT_EVERY = 20;

  private static final List<String> LABELS =
      List.of("rain", "noise", "haze", "low-light", "motion-blur");
  private static final NafNet NETWORK = new NafNet(2, List.of(1), 1, List.of(1));

  /** Pre-training on photographs that are drawn into a folder. */
  static SmallRun in(Path folder, long iterations) throws IOException {
    return new SmallRun(
        ProcedureKind.PRE_TRAINING,
        null,
        null,
        TestPictures.photographs(folder.resolve("photographs")),
        List.of(new Stage(iterations, 2, 8)),
        1e-3,
        null);
  }

  /** Another procedure; a guide leads each patch to its own label. */
  SmallRun with(ProcedureKind other, Path checkpoint) {
    SmallRun begun = with(other).startingAt(checkpoint);
    return other == ProcedureKind.GUIDED_TRANSFER ? begun.guidedBy(checkpoint, null) : begun;
  }

  SmallRun with(ProcedureKind other) {
    return new SmallRun(other, start, guidance, photographs, stages, learningRate, validation);
  }

  SmallRun startingAt(Path checkpoint) {
    Start at = new Start(PinnedFile.of(checkpoint), false);
    return new SmallRun(procedure, at, guidance, photographs, stages, learningRate, validation);
  }

  SmallRun guidedBy(Path checkpoint, String towards) {
    return new SmallRun(
        ProcedureKind.GUIDED_TRANSFER,
        start,
        new Guidance(PinnedFile.of(checkpoint), towards),
        photographs,
        stages,
        learningRate,
        validation);
  }

  SmallRun withLearningRate(double rate) {
    return new SmallRun(procedure, start, guidance, photographs, stages, rate, validation);
  }

  SmallRun withStages(Stage... others) {
    return new SmallRun(
        procedure, start, guidance, photographs, List.of(others), learningRate, validation);
  }

  SmallRun validated(ValidationSettings other) {
    return new SmallRun(procedure, start, guidance, photographs, stages, learningRate, other);
  }

  RunSettings settings() {
    return settings(CHECKPOINT_EVERY);
  }

  RunSettings settings(long checkpointEvery) {
    AdamW network = AdamW.of(learningRate, 0.01).scheduled(Schedule.COSINE, 1e-6);
    AdamW classifier = AdamW.of(learningRate, 1e-4).scheduled(Schedule.COSINE, 1e-6);
    return new RunSettings(
        procedure,
        new ModelSettings(NETWORK, DegradationClassifier.fitting(NETWORK, 1, 5), LABELS),
        start,
        guidance,
        new DataSettings(LABELS, List.of(photographs), Map.of(), Map.of("noise", 2.0), Map.of(), 1),
        stages,
        new Optimisation(network.clipped(0.5), classifier, PixelLoss.L1, 2, 0.9),
        new Intervals(checkpointEvery, Math.min(checkpointEvery, CHECKPOINT_EVERY / 2)),
        validation,
        5);
  }

  static Checkpoint train(Path folder, RunSettings settings, ProgressListener listener) {
    try (RunFolder run = RunFolder.open(folder)) {
      return new TrainingRun(run, settings, listener).train();
    }
  }

  static Checkpoint train(Path folder, RunSettings settings) {
    return train(folder, settings, new Heard());
  }

  /** Has a run stopped after the step that follows the first line of its log. */
  static ProgressListener cancellingAtTheFirstLine(Cancellation cancellation) {
    return new ProgressListener() {
      @Override
      public void started(long iteration, long iterations) {}

      @Override
      public void advanced(Progress progress) {
        cancellation.cancel();
      }
    };
  }

  /** Remembers what it was told. */
  static final class Heard implements ProgressListener {

    private final List<Long> starts = new ArrayList<>();
    private final List<Progress> advances = new ArrayList<>();

    @Override
    public void started(long iteration, long iterations) {
      starts.add(iteration);
    }

    @Override
    public void advanced(Progress progress) {
      advances.add(progress);
    }

    List<Long> starts() {
      return starts;
    }

    List<Progress> advances() {
      return advances;
    }
  }
}
