package io.github.dcpt4j.cli;

import io.github.dcpt4j.cli.data.DegradeCommand;
import io.github.dcpt4j.cli.data.SheetCommand;
import io.github.dcpt4j.cli.data.StatisticsCommand;
import io.github.dcpt4j.cli.doctor.DoctorCommand;
import io.github.dcpt4j.cli.evaluate.EvaluateCommand;
import io.github.dcpt4j.cli.evaluate.ReportCommand;
import io.github.dcpt4j.cli.export.AverageCommand;
import io.github.dcpt4j.cli.export.ExportCommand;
import io.github.dcpt4j.cli.export.InfoCommand;
import io.github.dcpt4j.cli.restore.ClassifyCommand;
import io.github.dcpt4j.cli.restore.RestoreCommand;
import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.Versions;
import io.github.dcpt4j.cli.study.StudyCommand;
import io.github.dcpt4j.cli.train.FinetuneCommand;
import io.github.dcpt4j.cli.train.PretrainCommand;
import io.github.dcpt4j.cli.train.SpeedCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code dcpt}: everything it does is in its sub-commands. */
@Command(
    name = "dcpt",
    description = "Restores photographs; trains, exports and measures the networks that do it.",
    versionProvider = Versions.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      RestoreCommand.class,
      ClassifyCommand.class,
      EvaluateCommand.class,
      DegradeCommand.class,
      SheetCommand.class,
      StatisticsCommand.class,
      PretrainCommand.class,
      FinetuneCommand.class,
      SpeedCommand.class,
      ReportCommand.class,
      StudyCommand.class,
      AverageCommand.class,
      ExportCommand.class,
      InfoCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:some inputs failed, the others are done and written",
      "2:wrong usage",
      "3:a model or device cannot be used",
      "130:interrupted"
    })
public final class Dcpt implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows the stack of an error.")
  private boolean verbose;

  private final Failures failures = new Failures(() -> verbose);

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Plots need no screen.
    System.setProperty("java.awt.headless", "true");
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      System.exit(commandLine(out, err).execute(arguments));
    } catch (OutOfMemoryError e) {
      err.printf(
          Locale.ROOT,
          "dcpt: out of memory (%s): take smaller pictures, patches or batches, or set"
              + " DCPT_JAVA_ARGS=-Xmx8g or more%n",
          e.getMessage());
      System.exit(Failures.SOME_INPUTS_FAILED);
    }
  }

  /** The command with the streams that it writes to. */
  public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    Dcpt dcpt = new Dcpt();
    return new CommandLine(dcpt)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(dcpt.failures)
        .setExecutionExceptionHandler(dcpt.failures);
  }
}
