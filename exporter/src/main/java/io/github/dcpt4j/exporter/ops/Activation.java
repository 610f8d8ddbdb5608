package io.github.dcpt4j.exporter.ops;

/**
 * A function of each value.
 *
 * @param kind which function
 * @param slope of a leaky ReLU below zero; 0 for the others
 */
public record Activation(Kind kind, double slope) {

  /** The functions. */
  public enum Kind {
    /** max(x, 0). */
    RELU,
    /** x where it is positive, else slope x. */
    LEAKY_RELU,
    /** The Gaussian error linear unit, exact: x (1 + erf(x / sqrt 2)) / 2. */
    GELU,
    /** The logistic function, 1 / (1 + exp(-x)). */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH
  }

  /** {@link Kind#RELU}. */
  public static final Activation RELU = new Activation(Kind.RELU, 0);

  /** {@link Kind#GELU}. */
  public static final Activation GELU = new Activation(Kind.GELU, 0);

  /** {@link Kind#SIGMOID}. */
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0);

  /** {@link Kind#TANH}. */
  public static final Activation TANH = new Activation(Kind.TANH, 0);

  /** {@link Kind#LEAKY_RELU}. */
  public static Activation leakyRelu(double slope) {
    return new Activation(Kind.LEAKY_RELU, slope);
  }
}
