package io.github.dcpt4j.trainer.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the classifier took pictures for.
 *
 * @param truths the true degradations, or names of sets whose degradation is not known; the rows
 * @param answers the labels that the model knows; the columns
 * @param counts pictures by row and column
 */
public record ConfusionMatrix(
    List<String> truths, List<String> answers, List<List<Integer>> counts) {

  /** Keeps immutable copies. */
  public ConfusionMatrix {
    truths = List.copyOf(truths);
    answers = List.copyOf(answers);
    counts = counts.stream().map(List::copyOf).toList();
  }

  /**
   * Counts the pictures of results.
   *
   * @param results sets of one degradation share a row
   * @return nothing if the model has no classifier
   */
  public static Optional<ConfusionMatrix> of(List<BenchmarkResult> results) {
    List<PictureResult> pictures =
        results.stream().flatMap(result -> result.pictures().stream()).toList();
    if (pictures.isEmpty() || pictures.stream().anyMatch(picture -> picture.scores().isEmpty())) {
      return Optional.empty();
    }
    List<String> answers =
        List.copyOf(pictures.get(0).scores().orElseThrow().probabilities().keySet());
    Set<String> truths = new LinkedHashSet<>();
    results.forEach(result -> truths.add(truth(result)));
    List<List<Integer>> counts = new ArrayList<>();
    for (String truth : truths) {
      List<String> tops =
          results.stream()
              .filter(result -> truth(result).equals(truth))
              .flatMap(result -> result.pictures().stream())
              .map(picture -> picture.top().orElseThrow())
              .toList();
      counts.add(
          answers.stream()
              .map(answer -> (int) tops.stream().filter(answer::equals).count())
              .toList());
    }
    return Optional.of(new ConfusionMatrix(List.copyOf(truths), answers, counts));
  }

  private static String truth(BenchmarkResult result) {
    return result.label().orElse(result.name());
  }

  /** Pictures in a row, at least 1. */
  public int total(int row) {
    return counts.get(row).stream().mapToInt(Integer::intValue).sum();
  }
}
