package io.github.dcpt4j.exporter.network.nafnet;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two forms that NAFNet is published in: one arithmetic, other names, other padding. */
public enum NafNetForm {
  /** Of the DCPT release: the decoder stages are modules of their own, and nothing is padded. */
  @JsonProperty("dcpt")
  DCPT,

  /**
   * Of NAFNet's own authors: one list of decoder stages; images of any size, extended with zeros
   * inside the network.
   */
  @JsonProperty("original")
  ORIGINAL;

  /** The name of a decoder stage, counted from the coarsest. */
  String decoder(int stage) {
    return this == DCPT ? "decoder" + stage : "decoders." + stage;
  }

  /** The modules in the order of the state dictionary. */
  Stream<String> modules(int levels) {
    if (this == ORIGINAL) {
      return Stream.of("intro", "ending", "encoders", "decoders", "middle_blks", "ups", "downs");
    }
    return Stream.concat(
        Stream.of("intro", "ending", "encoders", "middle_blks", "ups", "downs"),
        IntStream.range(0, levels).mapToObj(this::decoder));
  }
}
