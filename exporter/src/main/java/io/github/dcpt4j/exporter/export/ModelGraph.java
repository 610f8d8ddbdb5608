package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.util.Set;

/** The graph that the SDK expects of a model: one input, one output per head, a shared features. */
final class ModelGraph {

  private static final Dimension BATCH = Dimension.of("batch");
  private static final Dimension HEIGHT = Dimension.of("height");
  private static final Dimension WIDTH = Dimension.of("width");

  private ModelGraph() {}

  /**
   * Builds the graph.
   *
   * @throws java.util.NoSuchElementException if the classification head is asked of a model without
   *     one
   */
  static Graph of(ModelDefinition model, Weights weights, ExportOptions options) {
    GraphBuilder graph = new GraphBuilder(options.name());
    OnnxOps ops = new OnnxOps(graph, weights);
    Set<Head> heads = options.heads();
    Dimension given = Dimension.of(model.network().inputChannels());
    Dimension restored = Dimension.of(model.network().outputChannels());
    Value image = graph.input(OnnxModel.IMAGE, BATCH, given, HEIGHT, WIDTH);
    Features<Value> features = model.network().features(ops, image);
    if (heads.contains(Head.RESTORATION)) {
      graph.output(OnnxModel.RESTORED, features.restored(), BATCH, restored, HEIGHT, WIDTH);
    }
    if (heads.contains(Head.CLASSIFICATION)) {
      Value logits = model.classifier().orElseThrow().logits(ops, features.stages(), image);
      graph.output(OnnxModel.LOGITS, logits, BATCH, Dimension.of(model.labels().size()));
    }
    return graph.build();
  }
}
