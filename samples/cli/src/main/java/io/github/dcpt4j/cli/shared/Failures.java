package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.run.RunException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong, and turns it into an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  public static final int SOME_INPUTS_FAILED = 1;
  public static final int MODEL_OR_DEVICE_UNUSABLE = 3;

  private static final String NO_HEAP =
      "Java's memory does not suffice, reduce the picture or set DCPT_JAVA_ARGS=-Xmx8g or more.";

  private final BooleanSupplier verbose;

  public Failures(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  /** Those of the program that a command belongs to. */
  public static Failures of(CommandLine command) {
    return (Failures) command.getExecutionExceptionHandler();
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String help = Text.of("see '%s --help'", command.getCommandSpec().qualifiedName());
    print(command.getErr(), oneLine(e.getMessage()) + remedy(e, command) + "; " + help, e);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    boolean expected = e instanceof DcptException;
    String message = expected ? e.getMessage() : "unexpected, please report it: " + e;
    print(command.getErr(), oneLine(message) + remedy(e, command), e);
    return expected ? exitCode((DcptException) e) : SOME_INPUTS_FAILED;
  }

  /** Tells of one input that failed while others go on. */
  public void report(CommandLine command, DcptException e) {
    print(command.getErr(), oneLine(e.getMessage()) + remedy(e, command), e);
  }

  /** Tells something in one line. */
  public void note(CommandLine command, String line) {
    command.getErr().println("dcpt: " + line);
    command.getErr().flush();
  }

  /**
   * The failure of one input of several: whatever it was, the others go on.
   *
   * @param act what was done to it, such as {@code restore}
   * @throws CancellationException if that is what happened: it ends all
   */
  public static PictureException ofInput(String act, Path input, Throwable e) {
    if (e instanceof CancellationException cancellation) {
      throw cancellation;
    }
    if (e instanceof PictureException told) {
      return told;
    }
    String reason =
        e instanceof DcptException
            ? e.getMessage()
            : e instanceof OutOfMemoryError ? NO_HEAP : "unexpected, please report it: " + e;
    return new PictureException(Text.of("Cannot %s %s: %s", act, input, reason), e);
  }

  /**
   * The exit code of a command with several inputs.
   *
   * @param anyDone whether an input succeeded
   * @param failures of the others, as {@link #ofInput} makes them
   */
  public static int exitCode(boolean anyDone, List<PictureException> failures) {
    if (failures.isEmpty()) {
      return ExitCode.OK;
    }
    boolean unusable =
        failures.stream()
            .map(Throwable::getCause)
            .allMatch(e -> e instanceof ModelException || e instanceof DeviceException);
    return unusable && !anyDone ? MODEL_OR_DEVICE_UNUSABLE : SOME_INPUTS_FAILED;
  }

  private static int exitCode(DcptException e) {
    if (e instanceof PictureException) {
      return SOME_INPUTS_FAILED;
    }
    // A run that cannot start or go on needs another command: another folder, rate or label.
    return e instanceof RunException ? ExitCode.USAGE : MODEL_OR_DEVICE_UNUSABLE;
  }

  private static String remedy(Throwable e, CommandLine command) {
    return Remedies.of(e, command.getCommandSpec());
  }

  private void print(PrintWriter err, String line, Exception e) {
    err.println("dcpt: " + line);
    if (verbose.getAsBoolean()) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String oneLine(String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
