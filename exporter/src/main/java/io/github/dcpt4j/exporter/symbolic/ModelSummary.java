package io.github.dcpt4j.exporter.symbolic;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
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
    int side = model.network().minimumSize();
    model.network().restore(ops, new Extent(model.network().inputChannels(), side, side));
    return new ModelSummary(
        sorted(ops.parameters(), model.network().stateOrder()),
        model.classifier().map(ModelSummary::parameters).orElse(List.of()));
  }

  /**
   * Everything that the official state dictionary of a network holds, in its order: what the
   * network uses, and what it does not.
   */
  public static List<Parameter> stateDictionary(RestorationNetwork network) {
    return sorted(
        Stream.concat(
                of(ModelDefinition.of(network)).networkParameters().stream(),
                network.unusedParameters().stream())
            .toList(),
        network.stateOrder());
  }

  /** The parameters of a classifier by itself, in state-dictionary order. */
  public static List<Parameter> parameters(DegradationClassifier classifier) {
    SymbolicOps ops = new SymbolicOps();
    List<Integer> channels = classifier.featureChannels();
    int finest = 1 << channels.size();
    List<Extent> stages =
        IntStream.range(0, channels.size())
            .mapToObj(
                level -> {
                  int side = classifier.downsample() ? finest : finest >> level;
                  return new Extent(channels.get(level), side, side);
                })
            .toList();
    classifier.logits(ops, stages, new Extent(3, 2 * finest, 2 * finest));
    return sorted(ops.parameters(), classifier.stateOrder());
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
    return networkParameters.stream().filter(Parameter::trained).mapToLong(Parameter::size).sum();
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
    network.restore(ops, new Extent(network.inputChannels(), height, width));
    return ops.multiplyAccumulates();
  }
}
