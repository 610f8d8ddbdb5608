package io.github.dcpt4j.cli.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.cli.shared.NetworkChoice;
import io.github.dcpt4j.cli.shared.ResidentMemory;
import io.github.dcpt4j.cli.shared.TrainingEngine;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.dcpt.Procedures;
import io.github.dcpt4j.trainer.dcpt.Training;
import io.github.dcpt4j.trainer.djl.EngineTrial;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.run.StepTimer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcpt speed}. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells how long a training step takes on this machine, on random patches: a run's time is that"
          + " times its iterations.",
      "trainer/recipes/speed compares it with Python's PyTorch."
    })
public final class SpeedCommand implements Runnable {

  private static final List<String> LABELS =
      List.of("rain", "noise", "haze", "low-light", "motion-blur");
  private static final Optimisation OPTIMISATION =
      new Optimisation(
          AdamW.of(3e-4, 0).clipped(0.01), AdamW.of(1e-4, 1e-4), PixelLoss.L1, 2, 0.999);

  /** What a step does, in the words of the option. */
  private enum Kind {
    PRETRAIN(ProcedureKind.PRE_TRAINING),
    FINETUNE(ProcedureKind.FINE_TUNING);

    private final ProcedureKind procedure;

    Kind(ProcedureKind procedure) {
      this.procedure = procedure;
    }
  }

  /**
   * What the command prints.
   *
   * @param secondsPerStep median of the wall-clock times
   * @param cpuSecondsPerStep mean over all threads together
   * @param peakResidentMegabytes of the process, null where the system does not tell
   */
  private record Result(
      double secondsPerStep, double cpuSecondsPerStep, Long peakResidentMegabytes) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--procedure",
      paramLabel = "pretrain|finetune",
      defaultValue = "finetune",
      description = "The kind of step (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  @Option(
      names = "--network",
      paramLabel = "FILE.json|NAME",
      defaultValue = "nafnet-16",
      converter = NetworkChoice.Converter.class,
      description = "As for training (default: ${DEFAULT-VALUE}).")
  private NetworkChoice network;

  @Option(
      names = "--patch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Side of a patch (default: ${DEFAULT-VALUE}).")
  private int patch;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Patches in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--threads", paramLabel = "N", description = "CPU threads (default: all).")
  private Integer threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "40",
      description = "Steps that are measured (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps before those (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Override
  public void run() {
    Checkpoint start = start();
    StepTimer timer = timer();
    TrainingEngine.start(threads == null ? OptionalInt.empty() : OptionalInt.of(threads));
    try (NDManager manager = NDManager.newBaseManager()) {
      int channels = start.model().network().inputChannels();
      EngineTrial.require(
          manager.getDevice(), start.model(), List.of(new Shape(batch, channels, patch, patch)));
      time(timer, manager, start);
    }
  }

  private void time(StepTimer timer, NDManager manager, Checkpoint start) {
    try (Training training =
        new Procedures(OPTIMISATION, warmUp + steps)
            .start(kind.procedure, manager, List.of(manager.getDevice()), start)) {
      print(timer.time(training, this::randomBatch));
    }
  }

  private StepTimer timer() {
    try {
      return new StepTimer(warmUp, steps);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Checkpoint start() {
    try {
      RestorationNetwork whole = network.network();
      if (batch < 1 || patch < 1 || patch % whole.sizeMultiple() != 0) {
        throw new IllegalArgumentException(
            Text.of(
                "the patch has to be a multiple of %d, the batch positive", whole.sizeMultiple()));
      }
      ModelDefinition model =
          ModelDefinition.of(
              whole,
              DegradationClassifier.fitting(whole, network.classifierBlocks(), LABELS.size()),
              LABELS);
      Weights weights =
          Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(0));
      return new Checkpoint(model, weights, Map.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Batch randomBatch(long step) {
    SplittableRandom random = new SplittableRandom(step);
    int[] labels = random.ints(batch, 0, LABELS.size()).toArray();
    return new Batch(batch, patch, patch, randomPixels(random), randomPixels(random), labels);
  }

  private float[] randomPixels(SplittableRandom random) {
    float[] pixels = new float[batch * patch * patch * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return pixels;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1e5) / 1e5;
  }

  private void print(StepTimer.Timing timing) {
    Result result =
        new Result(
            rounded(timing.secondsPerStep()),
            rounded(timing.cpuSecondsPerStep()),
            ResidentMemory.peakMegabytes().orElse(null));
    if (json) {
      Json.print(spec.commandLine().getOut(), result);
      return;
    }
    String memory =
        result.peakResidentMegabytes() == null
            ? ""
            : Text.of(", %d MB at most", result.peakResidentMegabytes());
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%.4f s a step, %.4f s of CPU time%s%n",
            result.secondsPerStep(),
            result.cpuSecondsPerStep(),
            memory);
  }
}
