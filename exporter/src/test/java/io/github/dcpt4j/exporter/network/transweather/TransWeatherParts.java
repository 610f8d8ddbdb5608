package io.github.dcpt4j.exporter.network.transweather;

import io.github.dcpt4j.exporter.ops.Ops;

/** The parts of TransWeather that have vectors of their own. */
public final class TransWeatherParts {

  private TransWeatherParts() {}

  /** The embedding of the image, 12 channels. */
  public static <T> T imageEmbedding(Ops<T> ops, T x) {
    return PatchEmbedding.ofImage(12).of(ops, "", x);
  }

  /** The embedding between two stages, 12 to 16 channels. */
  public static <T> T halvingEmbedding(Ops<T> ops, T x) {
    return PatchEmbedding.halving(12, 16).of(ops, "", x);
  }

  /** A block of 12 channels and 3 heads. */
  public static <T> T block(Ops<T> ops, int expansion, int reduction, boolean taskQueries, T x) {
    return new TransWeatherBlock(12, 3, expansion, reduction, taskQueries).of(ops, "", x);
  }

  /** A residual block of the tail, 4 channels. */
  public static <T> T residual(Ops<T> ops, T x) {
    return TransWeather.residual(ops, "", 4, x);
  }
}
