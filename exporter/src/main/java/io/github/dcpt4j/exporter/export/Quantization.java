package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.rewrite.EightBitConvolutions;
import io.github.dcpt4j.exporter.onnx.rewrite.ExplicitHalves;
import io.github.dcpt4j.exporter.onnx.rewrite.HalfPrecision;
import io.github.dcpt4j.exporter.onnx.rewrite.RangeOutputs;
import io.github.dcpt4j.exporter.onnx.rewrite.ValueRange;
import io.github.dcpt4j.sdk.card.Parity;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import java.util.List;
import java.util.Map;

/**
 * A graph of lower precision, made from an fp32 graph that has been found equal to the reference.
 *
 * @param graph the graph of lower precision
 * @param check what the model with this graph has to pass
 */
record Quantization(Graph graph, ModelCheck check) {

  /**
   * Certifies the fp32 graph, finds its value ranges and rewrites it.
   *
   * @param fp32 the graph
   * @param parity what it has to pass
   * @param pictures the calibration pictures
   * @throws ExportException if the graph is not equal to the reference, does not run on the
   *     calibration pictures, or comes too far from fp32
   */
  static Quantization of(
      Graph fp32,
      ParityCheck parity,
      ReducedPrecision wanted,
      List<NetworkInput> pictures,
      ScratchModels scratch) {
    Parity agreement = scratch.withModel(fp32, parity::measure);
    FidelityCheck fidelity =
        scratch.withModel(fp32, model -> new FidelityCheck(model, pictures, wanted));
    RangeOutputs observed = RangeOutputs.of(fp32);
    Map<String, ValueRange> ranges =
        scratch.withFile(
            observed.graph(), file -> ObservedRanges.of(file, observed.values(), pictures));
    return wanted.precision() == Precision.FP16
        ? fp16(new HalfPrecision(ranges).apply(fp32), agreement, fidelity, scratch)
        : int8(new EightBitConvolutions(ranges).apply(fp32), agreement, fidelity);
  }

  /** The card states what a GPU gives; a CPU comes closer to fp32. */
  private static Quantization fp16(
      Graph graph, Parity agreement, FidelityCheck check, ScratchModels scratch) {
    QuantizationFidelity rounded =
        scratch.withModel(new ExplicitHalves().apply(graph), check::measure);
    return new Quantization(
        graph,
        (model, card) -> {
          check.measure(model);
          return card.withParity(agreement).withFidelity(rounded);
        });
  }

  private static Quantization int8(Graph graph, Parity agreement, FidelityCheck check) {
    return new Quantization(
        graph, (model, card) -> card.withParity(agreement).withFidelity(check.measure(model)));
  }
}
