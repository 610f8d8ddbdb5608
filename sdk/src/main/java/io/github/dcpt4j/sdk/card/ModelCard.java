package io.github.dcpt4j.sdk.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.sdk.error.ModelException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a model file says of itself: the contract between the exporter, which writes it, and the
 * SDK, which relies on it. It lies as one JSON document in the ONNX file's custom metadata under
 * {@link #METADATA_KEY}.
 *
 * <p>Every model of this format takes values from 0 to 1 and wants pictures extended at the bottom
 * and right by reflection (edge not repeated); the JSON states both, and a card that states
 * anything else is refused.
 *
 * @param name a short name for people
 * @param network description of the network, as the exporter reads and writes it
 * @param heads what the model can do; at least one
 * @param labels degradations in the order of the logits; empty without a classification head
 * @param sizeMultiple height and width given to the graph must be multiples of this many pixels
 * @param minimumSize smallest height and width that the graph takes, in pixels
 * @param tiling how a picture may be cut
 * @param precision number format of the computation
 * @param provenance how the model came to be (data, iterations, commands, scores), in order
 * @param parity agreement with the reference computation; absent until it has been measured. Of a
 *     model of lower precision it is that of the fp32 graph which the model was made from
 * @param fidelity agreement of a model of lower precision with that fp32 graph; absent for fp32 and
 *     until it has been measured
 */
public record ModelCard(
    String name,
    ObjectNode network,
    Set<Head> heads,
    List<String> labels,
    int sizeMultiple,
    int minimumSize,
    Tiling tiling,
    Precision precision,
    Map<String, String> provenance,
    Optional<Parity> parity,
    Optional<QuantizationFidelity> fidelity) {

  /** Key of the card in the ONNX file's custom metadata. */
  public static final String METADATA_KEY = "dcpt4j.card";

  /** The version of the card's format that this code writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  /** Largest size multiple accepted: a picture would be padded to many times its size beyond it. */
  public static final int LARGEST_SIZE_MULTIPLE = 1024;

  /** Largest minimum size accepted, in pixels. */
  public static final int LARGEST_MINIMUM_SIZE = 4096;

  /**
   * Checks and copies.
   *
   * @throws ModelException if a value is missing, out of its range, or contradicts another
   */
  public ModelCard {
    require(!name.isBlank(), "name is blank");
    network = network.deepCopy();
    require(!heads.isEmpty(), "heads is empty");
    heads = Collections.unmodifiableSet(EnumSet.copyOf(heads));
    labels = List.copyOf(labels);
    requireLabels(heads, labels);
    require(
        sizeMultiple >= 1 && sizeMultiple <= LARGEST_SIZE_MULTIPLE,
        "sizeMultiple is " + sizeMultiple + ", not within 1 to " + LARGEST_SIZE_MULTIPLE);
    require(
        minimumSize >= 1 && minimumSize <= LARGEST_MINIMUM_SIZE,
        "minimumSize is " + minimumSize + ", not within 1 to " + LARGEST_MINIMUM_SIZE);
    Objects.requireNonNull(tiling, "tiling");
    Objects.requireNonNull(precision, "precision");
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    Set<Head> present = heads;
    parity.ifPresent(
        figures ->
            require(
                figures.differences().keySet().equals(present),
                "parity is of " + figures.differences().keySet() + ", heads is " + present));
    require(
        fidelity.isEmpty() || precision != Precision.FP32,
        "fidelity is given, precision is fp32: it is a figure of lower precisions");
  }

  /** A card without fidelity. */
  public ModelCard(
      String name,
      ObjectNode network,
      Set<Head> heads,
      List<String> labels,
      int sizeMultiple,
      int minimumSize,
      Tiling tiling,
      Precision precision,
      Map<String, String> provenance,
      Optional<Parity> parity) {
    this(
        name,
        network,
        heads,
        labels,
        sizeMultiple,
        minimumSize,
        tiling,
        precision,
        provenance,
        parity,
        Optional.empty());
  }

  /** Returns a copy of the network's description; changing it does not change the card. */
  @Override
  public ObjectNode network() {
    return network.deepCopy();
  }

  /** Returns whether the model has this head. */
  public boolean has(Head head) {
    return heads.contains(head);
  }

  /** Returns the same card with these parity figures. */
  public ModelCard withParity(Parity figures) {
    return new ModelCard(
        name,
        network,
        heads,
        labels,
        sizeMultiple,
        minimumSize,
        tiling,
        precision,
        provenance,
        Optional.of(figures),
        fidelity);
  }

  /** Returns the same card with these figures of a lower precision. */
  public ModelCard withFidelity(QuantizationFidelity figures) {
    return new ModelCard(
        name,
        network,
        heads,
        labels,
        sizeMultiple,
        minimumSize,
        tiling,
        precision,
        provenance,
        parity,
        Optional.of(figures));
  }

  /** Returns the card as one JSON document, the form in which it is stored. */
  public String toJson() {
    return ModelCardJson.write(this);
  }

  /**
   * Reads a stored card. Fields that this version does not know are ignored.
   *
   * @param json the JSON document
   * @return the card
   * @throws ModelException if the text is not a card, is of a newer format, or holds a value that
   *     cannot be true
   */
  public static ModelCard fromJson(String json) {
    return ModelCardJson.read(json);
  }

  private static void requireLabels(Set<Head> heads, List<String> labels) {
    require(
        heads.contains(Head.CLASSIFICATION) != labels.isEmpty(),
        "labels is " + labels + ", heads is " + heads + ": labels belong to a classification head");
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      require(!label.isBlank(), "labels holds a blank label");
      require(seen.add(label), "labels holds '" + label + "' twice");
    }
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw ModelCardJson.refusal(complaint, null);
    }
  }
}
