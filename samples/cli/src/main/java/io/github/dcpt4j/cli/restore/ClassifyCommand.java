package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.cli.shared.PictureFiles;
import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt classify}. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    description = "Names the degradation of pictures. A file that fails is told, the others go on.")
public final class ClassifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR|PATTERN",
      arity = "1..*",
      description =
          "Picture files; folders, with all folders in them but without what is hidden; or quoted "
              + "patterns such as 'photos/**/*.jpg'.")
  private List<String> inputs;

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  private record Document(String model, List<Entry> files) {}

  private interface Entry {}

  private record Done(String input, String top, Map<String, Double> scores) implements Entry {}

  private record Failed(String input, String error) implements Entry {}

  @Override
  public Integer call() {
    List<Path> pictures = pictures();
    List<Entry> results = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    try (Restorer restorer = model.open()) {
      for (Path input : pictures) {
        results.add(classify(restorer, input));
      }
      if (json) {
        Json.print(out, new Document(restorer.card().name(), results));
      }
    }
    return results.stream().anyMatch(Failed.class::isInstance)
        ? Failures.SOME_INPUTS_FAILED
        : ExitCode.OK;
  }

  private List<Path> pictures() {
    PictureFiles files = new PictureFiles();
    try {
      return inputs.stream()
          .flatMap(input -> files.find(input).stream())
          .map(PictureFiles.Found::file)
          .distinct()
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Entry classify(Restorer restorer, Path input) {
    try {
      DegradationScores scores = restorer.classify(new PictureCodec().read(input));
      if (!json) {
        print(input, scores);
      }
      return new Done(input.toString(), scores.top(), scores.probabilities());
    } catch (PictureException e) {
      Failures.of(spec.commandLine()).report(spec.commandLine(), e);
      return new Failed(input.toString(), e.getMessage());
    }
  }

  private void print(Path input, DegradationScores scores) {
    StringBuilder line = new StringBuilder("%s: %s".formatted(input, scores.top()));
    scores
        .probabilities()
        .forEach(
            (label, share) ->
                line.append(String.format(Locale.ROOT, "  %s %.1f %%", label, 100 * share)));
    spec.commandLine().getOut().println(line);
  }
}
