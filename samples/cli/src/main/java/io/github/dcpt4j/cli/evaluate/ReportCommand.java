package io.github.dcpt4j.cli.evaluate;

import io.github.dcpt4j.cli.shared.ReportFile;
import io.github.dcpt4j.cli.shared.TrainingEngine;
import io.github.dcpt4j.trainer.run.RunReport;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a page about a training run, finished or under way: settings, curves, and figures and",
      "pictures of the held-out pairs, by the best model or, where there is none, the last."
    })
public final class ReportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.html",
      description = "The page (default: report.html in the run's folder).")
  private Path output;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of the network (default: all).")
  private Integer threads;

  @Override
  public void run() {
    TrainingEngine.start(threads == null ? OptionalInt.empty() : OptionalInt.of(threads));
    Path file = output == null ? run.resolve(ReportFile.OF_RUN) : output;
    ReportFile.write(file, RunReport.page(run));
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
  }
}
