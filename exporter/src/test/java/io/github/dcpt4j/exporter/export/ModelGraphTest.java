package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Port;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.sdk.card.Head;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelGraphTest {

  private final Checkpoint checkpoint =
      Checkpoints.withClassifier(new NafNet(4, List.of(1), 0, List.of(1)), 1);

  @Test
  void both_heads_share_one_trunk() {
    Graph restoration = exported(Set.of(Head.RESTORATION));
    Graph both = exported(Set.of(Head.values()));

    List<Node> added =
        both.nodes().stream().filter(node -> !restoration.nodes().contains(node)).toList();
    assertThat(both.nodes()).containsAll(restoration.nodes());
    assertThat(added).isNotEmpty().allMatch(node -> node.name().startsWith("classifier."));
  }

  @Test
  void a_graph_that_only_restores_holds_nothing_of_the_classifier() {
    Graph graph = exported(Set.of(Head.RESTORATION));

    assertThat(graph.outputs()).extracting(Port::name).containsExactly("restored");
    assertThat(graph.constants().keySet()).noneMatch(name -> name.startsWith("classifier."));
  }

  @Test
  void a_graph_that_only_classifies_stops_at_the_last_stage() {
    Graph graph = exported(Set.of(Head.CLASSIFICATION));

    assertThat(graph.outputs()).extracting(Port::name).containsExactly("degradation_logits");
    assertThat(graph.constants().keySet())
        .anyMatch(name -> name.startsWith("decoder0."))
        .noneMatch(name -> name.startsWith("ending."));
  }

  @Test
  void onnx_runtime_infers_the_declared_shapes_by_itself(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.onnx");
    new OnnxFile(exported(Set.of(Head.values())), Map.of()).write(file);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    model
        .getGraphBuilder()
        .getOutputBuilderList()
        .forEach(output -> output.getTypeBuilder().getTensorTypeBuilder().clearShape());

    try (OrtSession session = OrtRunner.environment().createSession(model.build().toByteArray())) {
      Map<String, NodeInfo> outputs = session.getOutputInfo();
      assertThat(shape(outputs.get("restored"))).containsExactly(-1, 3, -1, -1);
      assertThat(shape(outputs.get("degradation_logits"))).containsExactly(-1, 2);
    }
  }

  private static long[] shape(NodeInfo output) {
    return ((TensorInfo) output.getInfo()).getShape();
  }

  private Graph exported(Set<Head> heads) {
    return OnnxExporter.plain().graph(checkpoint, new ExportOptions("tiny", heads));
  }
}
