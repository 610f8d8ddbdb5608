package io.github.dcpt4j.exporter.network;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A restoration network: a configuration, which is its JSON form, and the mathematics that follows
 * from it. Its record names itself in JSON by {@code @JsonTypeName}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "network")
public interface RestorationNetwork {

  /**
   * Runs the network up to its last decoder stage.
   *
   * @param image [N, {@link #inputChannels()}, H, W], RGB, 0..1; H and W multiples of {@link
   *     #sizeMultiple()}
   */
  <T> Features<T> features(Ops<T> ops, T image);

  /**
   * Runs the whole network.
   *
   * @param image [N, {@link #inputChannels()}, H, W], RGB, 0..1; H and W multiples of {@link
   *     #sizeMultiple()}
   * @return the restored image [N, {@link #outputChannels()}, H, W], not clamped
   */
  default <T> T restore(Ops<T> ops, T image) {
    return features(ops, image).restored();
  }

  /** What height and width have to be multiples of; 1 where the network pads by itself. */
  int sizeMultiple();

  /** Smallest height and width that the network takes. */
  default int minimumSize() {
    return sizeMultiple();
  }

  /** Channels of the image given. */
  default int inputChannels() {
    return 3;
  }

  /** Channels of the restored image. */
  default int outputChannels() {
    return 3;
  }

  /** How far a restored pixel depends on the image. */
  ReceptiveField receptiveField();

  /** Channels of the decoder stages, finest first; empty where no classifier can be added. */
  List<Integer> stageChannels();

  /** Whether all decoder stages have the size of the image, and not each half of the one before. */
  default boolean stagesAtFullSize() {
    return false;
  }

  /** Parameters of the official state dictionary that no result depends on. */
  default List<Parameter> unusedParameters() {
    return List.of();
  }

  /**
   * Whether a checkpoint may hold a tensor of this name that the network does not use, as what only
   * training needs or what its authors left unused. It may be there or not, and is left out.
   */
  default boolean ignores(String parameterName) {
    return unusedParameters().stream().map(Parameter::name).anyMatch(parameterName::equals);
  }

  /**
   * The order of the parameters in the official state dictionary, the unused ones included; if not
   * overridden, the order of their declaration. Programs for PyTorch list tensors in this order,
   * and states of training runs store flat values in it.
   */
  default StateOrder stateOrder() {
    return StateOrder.AS_DECLARED;
  }

  /** The network of the same mathematics that has its own authors' names; itself if it has them. */
  default RestorationNetwork original() {
    return this;
  }

  /** The name that a parameter of this network has in {@link #original()}. */
  default String originalName(String parameterName) {
    return parameterName;
  }
}
