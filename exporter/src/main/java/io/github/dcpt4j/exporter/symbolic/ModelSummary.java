package io.github.dcpt4j.exporter.symbolic;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.Parameter;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.network.Trunk;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What follows from a model's definition without running it.
 *
 * @param networkParameters the restoration network's parameters, in state-dictionary order
 * @param classifierParameters the classifier's, in state-dictionary order; empty without one
 */
public record ModelSummary(
    List<Parameter> networkParameters, List<Parameter> classifierParameters) {

  /** Works out the summary of a model. */
  public static ModelSummary of(ModelDefinition model) {
    SymbolicOps ops = new SymbolicOps();
    int side = 2 * model.network().sizeMultiple();
    Extent image = new Extent(3, side, side);
    Trunk<Extent> trunk = model.network().trunk(ops, image);
    trunk.restored();
    List<Parameter> network = sorted(ops.parameters(), model.network().stateOrder());
    return new ModelSummary(
        network, model.classifier().map(head -> headParameters(head, image)).orElse(List.of()));
  }

  private static List<Parameter> headParameters(DegradationClassifier head, Extent image) {
    SymbolicOps ops = new SymbolicOps();
    // The image variant starts at half the image's size (NETWORKS: it fits only such stages).
    int finest = head.withImage() ? image.height() / 2 : image.height();
    Stream.Builder<Extent> stages = Stream.builder();
    for (int level = 0; level < head.featureChannels().size(); level++) {
      int side = Math.max(1, finest >> level);
      stages.add(new Extent(head.featureChannels().get(level), side, side));
    }
    head.logits(ops, stages.build().toList(), image);
    return sorted(ops.parameters(), head.stateOrder());
  }

  private static List<Parameter> sorted(List<Parameter> parameters, StateOrder order) {
    return parameters.stream().sorted(Comparator.comparing(Parameter::name, order)).toList();
  }

  /** All parameters, the network's first. */
  public List<Parameter> parameters() {
    return Stream.concat(networkParameters.stream(), classifierParameters.stream()).toList();
  }

  /** Number of trainable values of the restoration network. */
  public long networkSize() {
    return networkParameters.stream().mapToLong(Parameter::size).sum();
  }

  /** Number of trainable values of the classifier. */
  public long classifierSize() {
    return classifierParameters.stream().mapToLong(Parameter::size).sum();
  }

  /**
   * Multiply-accumulates of convolutions, linear layers and matrix products for one image.
   *
   * @param height rows, a multiple of the network's size multiple
   * @param width columns, likewise
   */
  public static long multiplyAccumulates(RestorationNetwork network, int height, int width) {
    SymbolicOps ops = new SymbolicOps();
    network.restore(ops, new Extent(3, height, width));
    return ops.multiplyAccumulates();
  }
}
