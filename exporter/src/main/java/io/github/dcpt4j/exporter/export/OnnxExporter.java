package io.github.dcpt4j.exporter.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.Reach;
import io.github.dcpt4j.exporter.onnx.FlushDenormals;
import io.github.dcpt4j.exporter.onnx.FoldChannelScale;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.Rewrite;
import io.github.dcpt4j.exporter.symbolic.WorkingMemory;
import io.github.dcpt4j.sdk.Head;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.Parity;
import io.github.dcpt4j.sdk.Precision;
import io.github.dcpt4j.sdk.Tiling;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
 * holds the {@link ModelCard}.
 *
 * <p>Nothing appears at the target before the file has been run in ONNX Runtime and found equal to
 * the reference computation in double precision.
 */
public final class OnnxExporter {

  private final List<Rewrite> rewrites;

  /** An exporter that folds channel scales and flushes denormal weights. */
  public OnnxExporter() {
    this(List.of(new FoldChannelScale(), new FlushDenormals()));
  }

  OnnxExporter(List<Rewrite> rewrites) {
    this.rewrites = List.copyOf(rewrites);
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
    Graph graph = graph(checkpoint, options);
    try (PartFile part = PartFile.beside(target)) {
      ModelCard card = card(checkpoint, options);
      write(graph, card, part.path());
      ModelCard verified = card.withParity(verify(part.path(), checkpoint));
      write(graph, verified, part.path());
      requireCard(part.path(), verified);
      part.finish();
      return verified;
    } catch (IOException e) {
      throw new ExportException("%s cannot be written: %s".formatted(target, reason(e)), e);
    }
  }

  /** The graph as it is written. */
  Graph graph(Checkpoint checkpoint, ExportOptions options) {
    requireHeads(checkpoint.model(), options);
    requireFinite(checkpoint.weights().asMap());
    Graph graph = ModelGraph.of(checkpoint.model(), checkpoint.weights(), options);
    for (Rewrite rewrite : rewrites) {
      graph = rewrite.apply(graph);
    }
    return graph;
  }

  private static void requireHeads(ModelDefinition model, ExportOptions options) {
    if (options.heads().contains(Head.CLASSIFICATION) && model.classifier().isEmpty()) {
      throw new ExportException(
          "the checkpoint has no classifier: export the restoration head alone, or add a classifier's weights");
    }
  }

  private static void requireFinite(Map<String, Tensor> weights) {
    weights.forEach(
        (name, tensor) -> {
          for (float value : tensor.data()) {
            if (!Float.isFinite(value)) {
              throw new ExportException(
                  "the weights '%s' hold %s: the training went astray, export an earlier checkpoint"
                      .formatted(name, value));
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
        tiling(model.network().reach())
            .withBytesPerPixel(WorkingMemory.bytesPerPixel(model.network())),
        Precision.FP32,
        provenance,
        Optional.empty());
  }

  /**
   * Tiles share twice the reach: blending hardly uses the outer quarter of what is shared, and the
   * influence of what lies farther away than that is small.
   */
  private static Tiling tiling(Reach reach) {
    return reach.pixels().isPresent()
        ? Tiling.tiled((int) Math.min(2L * reach.pixels().getAsInt(), Tiling.LARGEST_OVERLAP))
        : Tiling.wholeImage();
  }

  private static void write(Graph graph, ModelCard card, Path file) throws IOException {
    new OnnxFile(graph, Map.of(ModelCard.METADATA_KEY, card.toJson())).write(file);
  }

  private static Parity verify(Path file, Checkpoint checkpoint) {
    try (OnnxModel exported = open(file, checkpoint.model().network().sizeMultiple())) {
      return ParityCheck.measure(checkpoint, exported);
    } catch (ModelException e) {
      throw unusable(e);
    }
  }

  private static void requireCard(Path file, ModelCard card) {
    try (OnnxModel exported = open(file, card.sizeMultiple())) {
      String stored = exported.metadata(ModelCard.METADATA_KEY).orElse("");
      if (!ModelCard.fromJson(stored).equals(card)) {
        throw new ExportException("the model card changed on its way through the file: report it");
      }
    } catch (ModelException e) {
      throw unusable(e);
    }
  }

  private static OnnxModel open(Path file, int sizeMultiple) {
    return OnnxModel.open(file, RuntimeOptions.CPU, model -> sizeMultiple);
  }

  private static ExportException unusable(ModelException e) {
    return new ExportException(
        "ONNX Runtime refuses the exported graph: %s".formatted(e.getMessage()), e);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return e instanceof AccessDeniedException ? "no permission" : e.getMessage();
  }
}
