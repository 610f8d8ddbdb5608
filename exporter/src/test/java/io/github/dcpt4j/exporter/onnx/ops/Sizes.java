package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Dimension;

/** Shapes of inputs and outputs for graphs of tests. */
final class Sizes {

  private Sizes() {}

  /** The shape [n, channels, height, width], all but the channels open. */
  static Dimension[] featureMap(String name, int channels) {
    return new Dimension[] {
      Dimension.of("n"),
      Dimension.of(channels),
      Dimension.of(name + "_height"),
      Dimension.of(name + "_width")
    };
  }

  /** A shape of open sizes. */
  static Dimension[] open(int rank) {
    Dimension[] shape = new Dimension[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = Dimension.of("y" + i);
    }
    return shape;
  }
}
