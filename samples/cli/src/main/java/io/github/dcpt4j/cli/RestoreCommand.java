package io.github.dcpt4j.cli;

import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.RestorationReport;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code dcpt restore}. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Restores pictures. A file that fails is told and the others go on.",
      "With --json: milliseconds of every stage, and since the start of the Java process."
    })
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ParentCommand private Dcpt dcpt;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "PNG, JPEG, WebP, BMP or TIFF files, or folders of them.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "The restored picture; or a folder, made if it is missing, where all keep their names.")
  private String output;

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    RestorePlan plan = plan();
    Stopwatch stopwatch = new Stopwatch();
    List<Path> files = plan.jobs().stream().map(RestorePlan.Job::input).toList();
    try (ReadAhead pictures = new ReadAhead(files);
        Restorer restorer = model.open()) {
      double opening = stopwatch.lap();
      plan.folder().ifPresent(RestoreCommand::make);
      List<RestoreResult.Entry> results = new ArrayList<>();
      for (RestorePlan.Job job : plan.jobs()) {
        results.add(restore(restorer, job, pictures));
      }
      if (json) {
        Json.print(
            spec.commandLine().getOut(),
            new RestoreResult(
                restorer.card().name(), results, opening, Stopwatch.sinceProcessStart()));
      }
      return results.stream().anyMatch(RestoreResult.Failed.class::isInstance)
          ? Failures.SOME_INPUTS_FAILED
          : ExitCode.OK;
    }
  }

  private RestorePlan plan() {
    try {
      return RestorePlan.of(inputs, output);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PictureException(
          "The folder %s cannot be made: check its permissions.".formatted(folder), e);
    }
  }

  private RestoreResult.Entry restore(Restorer restorer, RestorePlan.Job job, ReadAhead pictures) {
    try {
      return attempt(restorer, job, pictures.next());
    } catch (PictureException e) {
      dcpt.failures().report(spec.commandLine(), e);
      return new RestoreResult.Failed(job.input().toString(), e.getMessage());
    }
  }

  private RestoreResult.Done attempt(
      Restorer restorer, RestorePlan.Job job, ReadAhead.Decoded decoded) {
    Picture degraded = decoded.picture();
    Restoration restoration = restorer.restore(degraded);
    Stopwatch stopwatch = new Stopwatch();
    new PictureCodec().write(restoration.picture(), job.target());
    double writing = stopwatch.lap();
    if (!json) {
      spec.commandLine().getOut().println(job.target());
    }
    RestorationReport report = restoration.report();
    return new RestoreResult.Done(
        job.input().toString(),
        job.target().toString(),
        degraded.width(),
        degraded.height(),
        report.device().toString(),
        report.whyNotBetter().orElse(null),
        restoration.scores().map(DegradationScores::probabilities).orElse(null),
        new RestoreResult.Stages(
            decoded.millis(),
            report.prepareMillis(),
            report.runMillis(),
            report.finishMillis(),
            writing));
  }
}
