package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.cli.shared.Interruption;
import io.github.dcpt4j.cli.shared.ReportFile;
import io.github.dcpt4j.cli.shared.TrainingEngine;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.run.RunFolder;
import io.github.dcpt4j.trainer.run.RunReport;
import io.github.dcpt4j.trainer.run.RunResources;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import picocli.CommandLine;

/** One call of a training command. */
final class TrainingSession {

  /** A step of the largest networks takes a minute on a CPU, and is finished. */
  private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

  private final TrainingOptions options;
  private final CommandLine command;

  TrainingSession(TrainingOptions options, CommandLine command) {
    this.options = options;
    this.command = command;
  }

  /**
   * Begins a run or goes on with it, and prints where the model lies; a page about the run lies
   * beside it.
   *
   * @param fresh settings that the options describe; asked for unless the stored ones are taken
   * @param procedures what the command does; a stored run of another kind is refused
   */
  void train(Supplier<RunSettings> fresh, Set<ProcedureKind> procedures) {
    boolean resume = options.resume();
    if (resume && !Files.exists(options.run())) {
      throw options.wrong(Text.of("there is no run %s to resume", options.run()));
    }
    RunSettings wanted = resume ? null : fresh.get();
    TrainingEngine.start(options.threads());
    RunResources resources = options.resources();
    // Open until all is saved and told.
    try (Interruption interruption = new Interruption(LONGEST_STOP, command.getErr())) {
      train(resume, wanted, procedures, resources, interruption.cancellation());
    }
  }

  private void train(
      boolean resume,
      RunSettings wanted,
      Set<ProcedureKind> procedures,
      RunResources resources,
      Cancellation cancellation) {
    try (RunFolder folder = RunFolder.open(options.run());
        TrainingProgress progress = TrainingProgress.on(command.getErr())) {
      RunSettings settings = resume ? stored(folder, procedures) : wanted;
      new TrainingRun(folder, settings, progress, resources).train(cancellation);
      PrintWriter out = command.getOut();
      out.println(folder.model());
      out.flush();
      ReportFile.write(options.run().resolve(ReportFile.OF_RUN), RunReport.page(options.run()));
    } catch (CancellationException e) {
      command.getErr().printf(Locale.ROOT, "dcpt: %s: the same command goes on%n", e.getMessage());
      command.getErr().flush();
    }
  }

  private RunSettings stored(RunFolder folder, Set<ProcedureKind> procedures) {
    RunSettings settings =
        folder
            .settings()
            .orElseThrow(
                () -> options.wrong(Text.of("there is no run in %s to resume", options.run())));
    if (!procedures.contains(settings.procedure())) {
      throw options.wrong(
          Text.of(
              "the run in %s is a %s: resume it by the other training command",
              options.run(), settings.procedure()));
    }
    return options.working(settings);
  }
}
