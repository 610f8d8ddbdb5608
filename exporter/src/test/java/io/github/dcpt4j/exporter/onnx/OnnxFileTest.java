package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.StringStringEntryProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {

  @TempDir Path folder;

  @Test
  void constants_are_stored_as_little_endian_bytes() throws Exception {
    GraphBuilder builder = new GraphBuilder("constants");
    builder.constant("c", new Tensor(List.of(1, 2), new float[] {1, -2}));

    ModelProto model = written(new OnnxFile(builder.build(), Map.of()));

    assertThat(model.getGraph().getInitializerList())
        .singleElement()
        .satisfies(
            constant -> {
              assertThat(constant.getDimsList()).containsExactly(1L, 2L);
              assertThat(constant.getRawData().toByteArray())
                  .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
            });
  }

  @Test
  void metadata_is_stored_in_the_order_of_its_keys() throws Exception {
    Graph graph = new GraphBuilder("empty").build();

    ModelProto model = written(new OnnxFile(graph, Map.of("b", "second", "a", "first")));

    assertThat(model.getMetadataPropsList())
        .extracting(StringStringEntryProto::getKey)
        .containsExactly("a", "b");
    assertThat(model.getMetadataPropsList())
        .extracting(StringStringEntryProto::getValue)
        .containsExactly("first", "second");
  }

  @Test
  void open_sizes_are_stored_by_their_names() throws Exception {
    GraphBuilder builder = new GraphBuilder("sizes");
    builder.input("x", Dimension.of("batch"), Dimension.of(3));

    ModelProto model = written(new OnnxFile(builder.build(), Map.of()));

    assertThat(model.getGraph().getInput(0).getType().getTensorType().getShape().getDimList())
        .satisfiesExactly(
            batch -> assertThat(batch.getDimParam()).isEqualTo("batch"),
            channels -> assertThat(channels.getDimValue()).isEqualTo(3));
  }

  private ModelProto written(OnnxFile file) throws Exception {
    Path target = folder.resolve("graph.onnx");
    file.write(target);
    return ModelProto.parseFrom(Files.readAllBytes(target));
  }
}
