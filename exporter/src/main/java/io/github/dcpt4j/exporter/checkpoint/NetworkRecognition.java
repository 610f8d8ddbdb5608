package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Tells which network weights belong to, from their names and shapes alone. */
final class NetworkRecognition {

  private final Weights weights;

  NetworkRecognition(Weights weights) {
    this.weights = weights;
  }

  /**
   * The network, if its family is known. Whether all of the weights fit it is another question.
   *
   * @throws IllegalArgumentException if the names are a known family's, but not its numbers
   */
  Optional<RestorationNetwork> network() {
    Tensor intro = weights.asMap().get("intro.weight");
    if (intro == null || intro.shape().isEmpty() || !weights.asMap().containsKey("ending.weight")) {
      return Optional.empty();
    }
    int levels = count("downs\\.\\d+\\.weight");
    return Optional.of(
        new NafNet(
            intro.shape().get(0),
            blocks("encoders\\.%d", levels),
            count("middle_blks\\.\\d+\\.beta"),
            blocks("decoder%d", levels)));
  }

  private List<Integer> blocks(String stage, int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level -> count(stage.formatted(level) + "\\.\\d+\\.beta"))
        .toList();
  }

  private int count(String names) {
    return (int)
        weights.asMap().keySet().stream().filter(Pattern.compile(names).asMatchPredicate()).count();
  }
}
