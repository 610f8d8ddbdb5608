package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.cli.shared.PictureSearch;
import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.text.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  private final List<Entry> results = new ArrayList<>();
  private final List<PictureException> failures = new ArrayList<>();

  private record Document(String model, List<Entry> files) {}

  private interface Entry {}

  private record Done(String input, String top, Map<String, Double> scores) implements Entry {}

  private record Failed(String input, String error) implements Entry {}

  @Override
  public Integer call() {
    List<Path> pictures = pictures();
    PrintWriter out = spec.commandLine().getOut();
    try (Restorer restorer = model.open()) {
      for (Path input : pictures) {
        results.add(classify(restorer, input));
      }
      if (json) {
        Json.print(out, new Document(restorer.card().name(), results));
      }
    }
    return Failures.exitCode(results.size() > failures.size(), failures);
  }

  private List<Path> pictures() {
    PictureSearch files =
        new PictureSearch(
            Optional.empty(),
            unreadable -> results.add(failed(unreadable.place(), unreadable.cause())));
    try {
      return inputs.stream()
          .flatMap(input -> files.find(input).stream())
          .map(PictureSearch.Found::file)
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
    } catch (RuntimeException | Error e) {
      return failed(input, Failures.ofInput("classify", input, e));
    }
  }

  private Entry failed(Path input, PictureException e) {
    failures.add(e);
    Failures.of(spec.commandLine()).report(spec.commandLine(), e);
    return new Failed(input.toString(), e.getMessage());
  }

  private void print(Path input, DegradationScores scores) {
    StringBuilder line = new StringBuilder(Text.of("%s: %s", input, scores.top()));
    scores
        .probabilities()
        .forEach((label, share) -> line.append(Text.of("  %s %.1f %%", label, 100 * share)));
    spec.commandLine().getOut().println(line);
  }
}
