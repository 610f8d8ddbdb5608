package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.NodeProto;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NAFNet as another exporter wrote it. */
class ThirdPartyGraphTest {

  private static final String GRAPH = "onnx/nafnet_small.onnx";

  @ParameterizedTest
  @ValueSource(strings = {"", "_other_size"})
  void their_graph_and_ours_agree(String size) throws Exception {
    Checkpoint checkpoint = Checkpoints.of(ReferenceVectors.shared("nafnet_small.safetensors"));
    Graph ours =
        new OnnxExporter().graph(checkpoint, ExportOptions.everything("ours", checkpoint.model()));
    Weights stored =
        SafeTensors.read(ReferenceVectors.sharedFile("onnx/nafnet_small_io.safetensors")).weights();
    Tensor input = stored.get("input" + size);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(ReferenceVectors.sharedFile(GRAPH)));
    String theirInput = model.getGraph().getInput(0).getName();
    String theirOutput = model.getGraph().getOutput(0).getName();

    Tensor theirs =
        OrtRunner.run(ReferenceVectors.sharedFile(GRAPH), Map.of(theirInput, input))
            .get(theirOutput);
    Tensor restored = OrtRunner.run(ours, Map.of("image", input)).get("restored");

    Closeness.requireClose(restored, theirs);
    Closeness.requireClose(restored, stored.get("output" + size));
  }

  @Test
  void our_schema_reads_their_file_and_loses_nothing() throws Exception {
    byte[] bytes = Files.readAllBytes(ReferenceVectors.sharedFile(GRAPH));
    JsonNode report =
        new ObjectMapper()
            .readTree(ReferenceVectors.sharedFile("onnx/report.json").toFile())
            .at("/networks/nafnet_small");

    ModelProto model = ModelProto.parseFrom(bytes);

    Map<String, Integer> operators =
        model.getGraph().getNodeList().stream()
            .collect(Collectors.toMap(NodeProto::getOpType, node -> 1, Integer::sum, TreeMap::new));
    Map<String, Integer> reported = new TreeMap<>();
    report.get("ops").properties().forEach(e -> reported.put(e.getKey(), e.getValue().asInt()));
    assertThat(operators).isEqualTo(reported);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(report.get("opset").asLong());
    assertThat(model.getGraph().getInitializerCount())
        .isEqualTo(report.get("initializers").asInt());
    assertThat(model.toByteArray()).isEqualTo(bytes);
  }
}
