package io.github.dcpt4j.examples;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.run.DataSettings;
import io.github.dcpt4j.trainer.run.Intervals;
import io.github.dcpt4j.trainer.run.ModelSettings;
import io.github.dcpt4j.trainer.run.Progress;
import io.github.dcpt4j.trainer.run.ProgressListener;
import io.github.dcpt4j.trainer.run.RunFolder;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.Stage;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import io.github.dcpt4j.trainer.run.TrainingRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The whole way: trains a small network on photographs, exports it, restores a picture with it. */
public final class TrainExportRestore {

  private static final TrainingPreset PRESET = TrainingPreset.named("tiny-5d");
  private static final int ITERATIONS_OF_AN_EVENING = 20_000;

  private TrainExportRestore() {}

  /** Takes a folder of clean photographs, a folder to work in, a picture and a file to write. */
  public static void main(String[] arguments) {
    Path work = Path.of(arguments[1]);
    Path model = work.resolve("model.onnx");
    export(train(Path.of(arguments[0]), work.resolve("run"), ITERATIONS_OF_AN_EVENING), model);
    restore(model, Path.of(arguments[2]), Path.of(arguments[3]));
  }

  /**
   * Fine-tunes from random weights; the same call again goes on with a run that was stopped.
   *
   * @return the checkpoint
   */
  static Path train(Path photographs, Path folder, int iterations) {
    RunSettings settings =
        new RunSettings(
            ProcedureKind.FINE_TUNING,
            ModelSettings.of(ModelDefinition.of(PRESET.network())),
            null,
            null,
            new DataSettings(
                PRESET.labels(), List.of(photographs), Map.of(), Map.of(), Map.of(), 1),
            List.of(new Stage(iterations, 8, 32)),
            PRESET.plan(ProcedureKind.FINE_TUNING).optimisation(),
            new Intervals(iterations, 1),
            null,
            0);
    try (RunFolder run = RunFolder.open(folder)) {
      new TrainingRun(run, settings, new Printer()).train(new Cancellation());
      return run.model();
    }
  }

  /** Exports a checkpoint; the export is checked against the reference computation. */
  static void export(Path checkpoint, Path model) {
    Checkpoint trained = Checkpoint.read(checkpoint);
    new OnnxExporter()
        .export(trained, ExportOptions.everything("my-model", trained.model()), model);
  }

  /** Restores a picture with a model of one's own. */
  static void restore(Path model, Path picture, Path target) {
    PictureCodec codec = new PictureCodec();
    try (Restorer restorer = Restorer.open(model)) {
      codec.write(restorer.restore(codec.read(picture)).picture(), target);
    }
  }

  private static final class Printer implements ProgressListener {

    @Override
    public void started(long iteration, long iterations) {
      System.out.printf(Locale.ROOT, "step %d of %d%n", iteration, iterations);
    }

    @Override
    public void advanced(Progress progress) {
      System.out.printf(Locale.ROOT, "step %d: %s%n", progress.iteration(), progress);
    }
  }
}
