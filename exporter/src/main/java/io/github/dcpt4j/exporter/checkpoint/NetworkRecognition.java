package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;

/**
 * A network told from names and shapes of its weights and from what is said of it beside. Whether
 * all of the weights fit it is another question.
 *
 * @param network the network
 * @param assumptions what neither told, in words; the usual is taken for it
 */
record NetworkRecognition(RestorationNetwork network, List<String> assumptions) {

  private static final List<NetworkFamily> FAMILIES =
      List.of(new NafNetFamily(), new RestormerFamily(), new SwinIrFamily(), new WeatherFamily());

  NetworkRecognition {
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Recognises a network.
   *
   * @param given what is said of it; the names and shapes tell the rest
   * @throws CheckpointException if it is of no known family and not described, if the description
   *     contradicts the shapes, or if something is told by neither and has no usual value
   * @throws IllegalArgumentException if the names are a known family's, but not its numbers
   */
  static NetworkRecognition of(Weights weights, NetworkDescription given) {
    Shapes shapes = new Shapes(weights);
    for (NetworkFamily family : FAMILIES) {
      NetworkTraits traits = family.traits(shapes, given.fields()).orElse(null);
      if (traits != null) {
        NetworkDescription whole = new NetworkDescription(traits.completed(given.fields()));
        return new NetworkRecognition(whole.network(), traits.assumptions(given.fields()));
      }
    }
    if (given.isEmpty()) {
      throw new CheckpointException(
          "it names no network, and its tensors are of none that is known: describe it with"
              + " --network FILE.json");
    }
    return new NetworkRecognition(given.network(), List.of());
  }
}
