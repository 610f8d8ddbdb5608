package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A normalisation.
 *
 * @param kind over what, and with which parameters
 * @param channels channels of the feature map
 * @param epsilon what is added to the variance
 */
public record Norm(Kind kind, int channels, double epsilon) implements Layer {

  /** The normalisations; their parameters are all [C]. */
  public enum Kind {
    /**
     * Layer norm over the channels of each pixel: w (x - mean) / sqrt(variance + epsilon) + b, with
     * the biased variance. Parameters: {@code name.weight}, {@code name.bias}.
     */
    LAYER,
    /**
     * Restormer's norm without bias: w x / sqrt(variance + epsilon), where the biased variance
     * about the mean is taken over the channels of each pixel, but the mean stays in x. Parameter:
     * {@code name.weight}.
     */
    BIAS_FREE,
    /**
     * Batch norm with statistics that are given, not measured: w (x - mean) / sqrt(variance +
     * epsilon) + b for each channel. Parameters: {@code name.weight}, {@code name.bias}, and {@code
     * name.running_mean}, {@code name.running_var}, which training leaves as they are: a norm that
     * depends on the other images of a batch would train another network than the one that is used.
     */
    BATCH
  }

  /** {@link Kind#LAYER}. */
  public static Norm layer(int channels, double epsilon) {
    return new Norm(Kind.LAYER, channels, epsilon);
  }

  /** {@link Kind#BIAS_FREE}. */
  public static Norm biasFree(int channels, double epsilon) {
    return new Norm(Kind.BIAS_FREE, channels, epsilon);
  }

  /** {@link Kind#BATCH}. */
  public static Norm batch(int channels, double epsilon) {
    return new Norm(Kind.BATCH, channels, epsilon);
  }

  @Override
  public List<Parameter> parameters(String name) {
    List<Integer> shape = List.of(channels);
    Parameter weight = new Parameter(name + ".weight", shape, Init.ONES);
    Parameter bias = new Parameter(name + ".bias", shape, Init.ZEROS);
    return switch (kind) {
      case LAYER -> List.of(weight, bias);
      case BIAS_FREE -> List.of(weight);
      case BATCH ->
          List.of(
              weight,
              bias,
              new Parameter(name + ".running_mean", shape, Init.ZEROS, false),
              new Parameter(name + ".running_var", shape, Init.ONES, false));
    };
  }
}
