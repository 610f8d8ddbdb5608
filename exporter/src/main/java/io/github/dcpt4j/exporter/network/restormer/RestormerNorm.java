package io.github.dcpt4j.exporter.network.restormer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.exporter.ops.Ops;

/** The two channel norms of Restormer, by the names that its authors gave them. */
public enum RestormerNorm {
  /** {@link Ops#biasFreeLayerNorm}. */
  @JsonProperty("BiasFree")
  BIAS_FREE,
  /** {@link Ops#layerNorm2d}. */
  @JsonProperty("WithBias")
  WITH_BIAS
}
