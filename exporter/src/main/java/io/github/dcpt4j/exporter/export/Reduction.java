package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.EightBitConvolutions;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.HalfPrecision;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.RangeOutputs;
import io.github.dcpt4j.exporter.onnx.Rewrite;
import io.github.dcpt4j.exporter.onnx.ValueRange;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.Parity;
import io.github.dcpt4j.sdk.Precision;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A graph of lower precision, made from an fp32 graph that has been found equal to the reference.
 *
 * @param graph the graph of lower precision
 * @param check what the model with this graph has to pass
 */
record Reduction(Graph graph, ModelCheck check) {

  /**
   * Certifies the fp32 graph, finds its value ranges and rewrites it. Two models are written beside
   * the target for that, and removed again.
   *
   * @param fp32 the graph
   * @param parity what it has to pass
   * @param card its size limits are used
   * @param largestSingleFile a file larger than so many bytes gets its weights beside it
   * @throws ExportException if the graph is not equal to the reference, does not run on the
   *     calibration pictures, or cannot be written
   */
  static Reduction of(
      Graph fp32,
      ParityCheck parity,
      ReducedPrecision wanted,
      ModelCard card,
      Path target,
      long largestSingleFile) {
    List<NetworkInput> pictures =
        wanted.calibration().inputs(card.sizeMultiple(), card.minimumSize());
    try {
      ModelCheck check =
          check(fp32, parity, wanted, pictures, card.sizeMultiple(), target, largestSingleFile);
      Rewrite rewrite = rewrite(fp32, wanted.precision(), pictures, target, largestSingleFile);
      return new Reduction(rewrite.apply(fp32), check);
    } catch (IOException e) {
      throw PendingExport.unwritable(target, e);
    }
  }

  private static ModelCheck check(
      Graph fp32,
      ParityCheck parity,
      ReducedPrecision wanted,
      List<NetworkInput> pictures,
      int sizeMultiple,
      Path target,
      long largestSingleFile)
      throws IOException {
    try (PartModel part = PartModel.beside(target)) {
      part.write(new OnnxFile(fp32, Map.of()), largestSingleFile);
      try (OnnxModel model =
          OnnxModel.open(part.model(), RuntimeOptions.CPU, any -> sizeMultiple)) {
        Parity agreement = parity.measure(model);
        FidelityCheck fidelity = new FidelityCheck(model, pictures, wanted);
        return (reduced, card) ->
            card.withParity(agreement).withFidelity(fidelity.measure(reduced));
      }
    }
  }

  private static Rewrite rewrite(
      Graph fp32,
      Precision precision,
      List<NetworkInput> pictures,
      Path target,
      long largestSingleFile)
      throws IOException {
    RangeOutputs observed = RangeOutputs.of(fp32);
    try (PartModel part = PartModel.beside(target)) {
      part.write(new OnnxFile(observed.graph(), Map.of()), largestSingleFile);
      Map<String, ValueRange> ranges = ObservedRanges.of(part.model(), observed.values(), pictures);
      return precision == Precision.FP16
          ? new HalfPrecision(ranges)
          : new EightBitConvolutions(ranges);
    }
  }
}
