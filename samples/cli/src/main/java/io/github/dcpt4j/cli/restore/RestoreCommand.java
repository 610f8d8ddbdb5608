package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.Interruption;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.cli.shared.PictureSearch;
import io.github.dcpt4j.cli.shared.Stopwatch;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Restores pictures. A file that fails is told and the others go on.",
      "With --json: milliseconds of every stage, and since the start of the Java process.",
      "Ctrl-C leaves no unfinished file; the same command with --resume goes on."
    })
public final class RestoreCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR|PATTERN",
      arity = "1..*",
      description =
          "Picture files; folders, with all folders in them but without what "
              + "is hidden; or quoted patterns such as 'photos/**/*.jpg'.")
  private List<String> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "The restored picture; - for standard output; or a folder, made if it is missing, where all keep their names, "
              + "and those of a folder or pattern their place in its tree.")
  private String output;

  @Option(
      names = "--resume",
      description =
          "Skips a picture whose restored file exists and is not older than the picture, whatever "
              + "the options were.")
  private boolean resume;

  @Mixin private ModelOptions model;

  @Mixin private CallOptions call;

  @Mixin private FileOptions files;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    if (isToStandardOutput() && (json || resume)) {
      throw new ParameterException(
          spec.commandLine(), "-o - writes the picture alone: leave out --json and --resume");
    }
    PictureCodec codec = files.codec();
    RestoreOptions.Builder options = call.builder();
    RestorePlan plan = plan();
    // Open until all is written and told.
    try (Interruption interruption = new Interruption(LONGEST_STOP, spec.commandLine().getErr())) {
      options.cancellation(interruption.cancellation());
      return restore(plan, codec, options, interruption.cancellation());
    }
  }

  private boolean isToStandardOutput() {
    return output.equals(PictureTarget.STANDARD_OUTPUT.toString());
  }

  private RestorePlan plan() {
    try {
      return RestorePlan.of(inputs, output, files.format());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int restore(
      RestorePlan plan,
      PictureCodec codec,
      RestoreOptions.Builder options,
      Cancellation cancellation) {
    Set<RestorePlan.Job> done = done(plan);
    List<RestorePlan.Job> todo = plan.jobs().stream().filter(job -> !done.contains(job)).toList();
    List<RestoreResult.Entry> entries = new ArrayList<>();
    Stopwatch stopwatch = new Stopwatch();
    try (ReadAhead pictures =
            new ReadAhead(todo.stream().map(RestorePlan.Job::input).toList(), codec);
        Restorer restorer = model.open()) {
      double opening = stopwatch.lap();
      plan.folders(todo).forEach(RestoreCommand::make);
      for (PictureSearch.Unreadable unreadable : plan.unreadable()) {
        Failures.of(spec.commandLine()).report(spec.commandLine(), unreadable.cause());
        entries.add(RestoreResult.Failed.of(unreadable.place(), unreadable.cause()));
      }
      try (RestoreProgress progress = RestoreProgress.on(todo.size(), spec.commandLine().getErr());
          RestoreBatch batch =
              new RestoreBatch(
                  restorer,
                  options.progress(progress).build(),
                  pictures,
                  files.target(codec, System.out),
                  entry -> {
                    entries.add(entry);
                    tell(entry, progress);
                  })) {
        for (RestorePlan.Job job : plan.jobs()) {
          if (done.contains(job)) {
            batch.skip(job);
          } else {
            progress.started(job.input());
            batch.restore(job);
          }
        }
      } catch (CancellationException e) {
        // Whoever cancelled knows; what that means is told with the result.
      }
      RestoreResult result =
          RestoreResult.of(
              restorer.card().name(),
              entries,
              cancellation.isCancelled(),
              opening,
              Stopwatch.sinceProcessStart());
      report(result, plan.jobs().size());
      return exitCode(result);
    }
  }

  private Set<RestorePlan.Job> done(RestorePlan plan) {
    return resume
        ? plan.jobs().stream().filter(RestorePlan.Job::isDone).collect(Collectors.toSet())
        : Set.of();
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PictureException(
          Text.of("The folder %s cannot be made: check its permissions.", folder), e);
    }
  }

  private void tell(RestoreResult.Entry entry, RestoreProgress progress) {
    progress.makeRoom();
    if (entry instanceof RestoreResult.Failed failed) {
      Failures.of(spec.commandLine()).report(spec.commandLine(), failed.cause());
    } else if (entry instanceof RestoreResult.Done restored && !json) {
      restored
          .notes()
          .forEach(
              note ->
                  Failures.of(spec.commandLine())
                      .note(spec.commandLine(), restored.input() + ": " + note));
      if (!isToStandardOutput()) {
        spec.commandLine().getOut().println(restored.output());
        spec.commandLine().getOut().flush();
      }
    }
    if (!(entry instanceof RestoreResult.Skipped)) {
      progress.finished();
    }
  }

  private void report(RestoreResult result, int jobs) {
    if (result.interrupted()) {
      Failures.of(spec.commandLine())
          .note(
              spec.commandLine(),
              "interrupted, no unfinished file is left; --resume goes on after what is done");
    }
    if (json) {
      Json.print(spec.commandLine().getOut(), result);
    } else if (jobs > 1 || result.skipped() > 0) {
      Failures.of(spec.commandLine())
          .note(
              spec.commandLine(),
              Text.of(
                  "%d done, %d skipped, %d failed",
                  result.done(), result.skipped(), result.failed()));
    }
  }

  private static int exitCode(RestoreResult result) {
    if (result.interrupted()) {
      return INTERRUPTED;
    }
    return Failures.exitCode(result.done() > 0, result.failures());
  }
}
