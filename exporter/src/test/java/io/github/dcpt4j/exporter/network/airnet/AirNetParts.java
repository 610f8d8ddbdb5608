package io.github.dcpt4j.exporter.network.airnet;

import io.github.dcpt4j.exporter.ops.Ops;

/** The parts of AirNet that have vectors of their own. */
public final class AirNetParts {

  private AirNetParts() {}

  /** Blocks that all see the same degradation, and a convolution. */
  public static <T> T group(Ops<T> ops, int n, int blocks, T x, T degradation) {
    return AirNet.group(ops, "", n, blocks, x, degradation);
  }

  /** A residual block of the encoder. */
  public static <T> T residualBlock(Ops<T> ops, int in, int out, int stride, T x) {
    return AirNet.residualBlock(ops, "", in, out, stride, x);
  }
}
