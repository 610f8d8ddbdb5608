package io.github.dcpt4j.exporter.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.blocked.BlockedLayout;
import io.github.dcpt4j.exporter.onnx.rewrite.DropUnused;
import io.github.dcpt4j.exporter.onnx.rewrite.FlushDenormals;
import io.github.dcpt4j.exporter.onnx.rewrite.FoldChannelScale;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import io.github.dcpt4j.exporter.onnx.rewrite.SharedMeans;
import io.github.dcpt4j.exporter.symbolic.WorkingMemory;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a checkpoint into an ONNX file for the SDK.
 *
 * <p>The graph takes {@code image}, float [N, 3, H, W], RGB, 0 to 1, with N, H and W left open (H
 * and W multiples of the network's), and gives {@code restored}, float [N, 3, H, W], not clamped,
 * and {@code degradation_logits}, float [N, K], as far as these heads are exported. Its metadata
 * holds the {@link ModelCard}. Networks for other than colour pictures take and give as many
 * channels as they were made for.
 *
 * <p>Weights that would make the file larger than the format allows, 2 GB, go into a second file
 * beside it, the target's name with {@code .data} at its end, which it has to stay together with.
 *
 * <p>Nothing appears at the target before the final bytes have been run in ONNX Runtime and found
 * equal to the reference computation in double precision. In a lower precision it is the fp32 graph
 * that has to be equal; the final bytes have to be close to it on the calibration pictures.
 */
public final class OnnxExporter {

  // Room for the metadata, which come last.
  private static final long LARGEST_SINGLE_FILE = OnnxFile.LARGEST - (16 << 20);

  private static final List<Rewrite> ALWAYS =
      List.of(new DropUnused(), new FoldChannelScale(), new FlushDenormals());

  private static final Rewrite SHARED_MEANS =
      new SharedMeans(OnnxModel.RESTORED, OnnxModel.MEANS, OnnxModel.GIVEN_MEANS);

  private final List<Rewrite> rewrites;
  private final List<Rewrite> inFullPrecision;
  private final long largestSingleFile;

  /**
   * An exporter whose fp32 graphs are in the form that ONNX Runtime's CPU provider computes fastest
   * ({@link BlockedLayout}).
   */
  public OnnxExporter() {
    this(ALWAYS, List.of(new BlockedLayout(), new FlushDenormals()), LARGEST_SINGLE_FILE);
  }

  /** An exporter whose graphs stay as the networks' operations are written down. */
  public static OnnxExporter plain() {
    return new OnnxExporter(ALWAYS, List.of(), LARGEST_SINGLE_FILE);
  }

  OnnxExporter(List<Rewrite> rewrites) {
    this(rewrites, LARGEST_SINGLE_FILE);
  }

  /**
   * @param largestSingleFile size in bytes above which the weights go to a file of their own
   */
  OnnxExporter(List<Rewrite> rewrites, long largestSingleFile) {
    this(rewrites, List.of(), largestSingleFile);
  }

  private OnnxExporter(
      List<Rewrite> rewrites, List<Rewrite> inFullPrecision, long largestSingleFile) {
    this.rewrites = List.copyOf(rewrites);
    this.inFullPrecision = List.copyOf(inFullPrecision);
    this.largestSingleFile = largestSingleFile;
  }

  /**
   * Writes the model, verifies it and moves it to its place.
   *
   * @param checkpoint model and weights
   * @param options what to export
   * @param target the ONNX file; one that exists is replaced if all goes well, and kept if not
   * @return the model card that the file carries, with the differences that were measured
   * @throws ExportException if the checkpoint lacks a head that is asked for, has weights that are
   *     not finite, the result is not equal to the reference, or the file cannot be written
   */
  public ModelCard export(Checkpoint checkpoint, ExportOptions options, Path target) {
    try (PendingExport pending = begin(checkpoint, options, target)) {
      return pending.complete();
    }
  }

  /**
   * The first half of an export: all that needs the checkpoint. ONNX Runtime, which the second half
   * runs, takes twice the memory of the weights; who has let go of the checkpoint by then saves it.
   *
   * @param checkpoint model and weights
   * @param options what to export
   * @param target the ONNX file, which {@link PendingExport#complete} makes
   * @throws ExportException if the checkpoint lacks a head that is asked for, has weights that are
   *     not finite, or the file cannot be written; in a lower precision also if the fp32 graph is
   *     not equal to the reference or does not run on the calibration pictures
   */
  public PendingExport begin(Checkpoint checkpoint, ExportOptions options, Path target) {
    Graph graph = graph(checkpoint, options);
    ModelCard card = card(checkpoint, options);
    ParityCheck parity = new ParityCheck(checkpoint, options.heads());
    ModelCheck check = (model, before) -> before.withParity(parity.measure(model));
    if (options.reduction().isPresent()) {
      ReducedPrecision wanted = options.reduction().get();
      Quantization reduction =
          Quantization.of(
              graph,
              parity,
              wanted,
              wanted.calibration().inputs(card.sizeMultiple(), card.minimumSize()),
              new ScratchModels(target, largestSingleFile, card.sizeMultiple()));
      graph = reduction.graph();
      check = reduction.check();
    }
    OnnxFile file = new OnnxFile(graph, Map.of());
    return PendingExport.write(file, largestSingleFile, check, card, target);
  }

  /** The graph as it is written in fp32. */
  Graph graph(Checkpoint checkpoint, ExportOptions options) {
    requireHeads(checkpoint.model(), options);
    requireMeans(checkpoint.model().network(), options);
    requireFinite(checkpoint.weights().asMap());
    Graph graph = ModelGraph.of(checkpoint.model(), checkpoint.weights(), options);
    for (Rewrite rewrite : rewrites) {
      graph = rewrite.apply(graph);
    }
    if (options.reduction().isEmpty()) {
      // Lower precisions treat norms and gates as wholes, which this takes apart.
      for (Rewrite rewrite : inFullPrecision) {
        graph = rewrite.apply(graph);
      }
    }
    return options.sharedMeans() ? SHARED_MEANS.apply(graph) : graph;
  }

  private static void requireHeads(ModelDefinition model, ExportOptions options) {
    if (options.heads().contains(Head.CLASSIFICATION) && model.classifier().isEmpty()) {
      throw new ExportException(
          "the checkpoint has no classifier: export the restoration head alone, or add a classifier's weights");
    }
  }

  private static void requireMeans(RestorationNetwork network, ExportOptions options) {
    if (options.sharedMeans() && network.receptiveField().pixelsWithGivenMeans().isEmpty()) {
      throw new ExportException(
          "means can be shared by tiles where they are all that a network takes from the whole picture, as NAFNet"
              + " with global pooling does: export this one without");
    }
  }

  private static void requireFinite(Map<String, Tensor> weights) {
    weights.forEach(
        (name, tensor) -> {
          for (float value : tensor.data()) {
            if (!Float.isFinite(value)) {
              throw new ExportException(
                  Text.of(
                      "the weights '%s' hold %s: the training went astray, export an earlier checkpoint",
                      name, value));
            }
          }
        });
  }

  private static ModelCard card(Checkpoint checkpoint, ExportOptions options) {
    ModelDefinition model = checkpoint.model();
    int sizeMultiple = model.network().sizeMultiple();
    Map<String, String> provenance = new LinkedHashMap<>(checkpoint.provenance());
    provenance.putAll(options.notes());
    return new ModelCard(
        options.name(),
        new ObjectMapper().valueToTree(model.network()),
        options.heads(),
        options.heads().contains(Head.CLASSIFICATION) ? model.labels() : List.of(),
        sizeMultiple,
        model.network().minimumSize(),
        tiling(model.network().receptiveField(), options)
            .withBytesPerPixel(WorkingMemory.bytesPerPixel(model.network())),
        options.reduction().map(ReducedPrecision::precision).orElse(Precision.FP32),
        provenance,
        Optional.empty());
  }

  private static Tiling tiling(ReceptiveField reach, ExportOptions options) {
    if (options.sharedMeans()) {
      // Convolutions' influence falls off quickly: half of their reach on each side is plenty.
      return Tiling.sharedMeans(overlap(reach.pixelsWithGivenMeans().orElseThrow()));
    }
    // Tiles share twice the reach: blending hardly uses the outer quarter of what is shared, and
    // the influence of what lies farther away than that is small.
    return reach.pixels().isPresent()
        ? Tiling.tiled(overlap(2L * reach.pixels().getAsInt()))
        : Tiling.wholeImage();
  }

  private static int overlap(long pixels) {
    return (int) Math.min(pixels, Tiling.LARGEST_OVERLAP);
  }
}
