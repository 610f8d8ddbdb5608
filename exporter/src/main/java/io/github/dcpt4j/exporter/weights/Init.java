package io.github.dcpt4j.exporter.weights;

/** The distribution that a parameter's initial values are drawn from. */
public sealed interface Init {

  /** The same value everywhere. */
  record Constant(float value) implements Init {}

  /** Uniform between -bound and +bound. */
  record Uniform(double bound) implements Init {}

  /** Uniform between low and high. */
  record Between(double low, double high) implements Init {}

  /** Normal with mean zero. */
  record Normal(double standardDeviation) implements Init {}

  /** All zeros. */
  Init ZEROS = new Constant(0);

  /** All ones. */
  Init ONES = new Constant(1);

  /** Normal with deviation 0.02, as transformers' linear layers start. */
  Init TRANSFORMER = new Normal(0.02);

  /** PyTorch's default for convolutions and linear layers: uniform within 1 / sqrt(fan-in). */
  static Init fanIn(int fanIn) {
    return new Uniform(1 / Math.sqrt(fanIn));
  }
}
