package io.github.dcpt4j.exporter.network.restormer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.exporter.ops.Norm;

/** The two channel norms of Restormer, by the names that its authors gave them. */
public enum RestormerNorm {
  /** {@link Norm.Kind#BIAS_FREE}. */
  @JsonProperty("BiasFree")
  BIAS_FREE,
  /** {@link Norm.Kind#LAYER}. */
  @JsonProperty("WithBias")
  WITH_BIAS;

  /** The norm of a number of channels. */
  Norm of(int channels, double epsilon) {
    return this == WITH_BIAS ? Norm.layer(channels, epsilon) : Norm.biasFree(channels, epsilon);
  }
}
