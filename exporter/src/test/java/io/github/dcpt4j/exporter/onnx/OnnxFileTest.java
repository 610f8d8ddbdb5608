package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.StringStringEntryProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  void constants_are_stored_in_their_types() throws Exception {
    Map<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("half", new Tensor(List.of(2), new float[] {1, -2}));
    constants.put("code", new Tensor(List.of(2), new float[] {0, 255}));
    constants.put("weight", new Tensor(List.of(2), new float[] {-127, 3}));
    constants.put("bias", new Tensor(List.of(1), new float[] {-2}));
    Map<String, ElementType> types =
        Map.of(
            "half", ElementType.FLOAT16,
            "code", ElementType.UINT8,
            "weight", ElementType.INT8,
            "bias", ElementType.INT32);
    Graph graph = new Graph("types", List.of(), List.of(), List.of(), constants, types);
    OnnxFile file = new OnnxFile(graph, Map.of());

    ModelProto model = written(file);

    assertThat(model.getGraph().getInitializerList())
        .extracting(TensorProto::getDataType, constant -> constant.getRawData().toByteArray())
        .containsExactly(
            tuple(10, new byte[] {0, 0x3c, 0, (byte) 0xc0}),
            tuple(2, new byte[] {0, (byte) 0xff}),
            tuple(3, new byte[] {(byte) -127, 3}),
            tuple(6, new byte[] {-2, -1, -1, -1}));
    assertThat(file.size()).isEqualTo(model.getSerializedSize());
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

  @Test
  void the_pieces_are_what_protobuf_itself_would_write() throws Exception {
    Path target = folder.resolve("graph.onnx");
    OnnxFile file = new OnnxFile(constants(), Map.of("key", "value"));

    file.write(target);

    byte[] bytes = Files.readAllBytes(target);
    assertThat(ModelProto.parseFrom(bytes).toByteArray()).isEqualTo(bytes);
    assertThat(file.size()).isEqualTo(bytes.length);
  }

  @Test
  void metadata_can_be_added_later() throws Exception {
    Path later = folder.resolve("later.onnx");
    Path atOnce = folder.resolve("at_once.onnx");

    new OnnxFile(constants(), Map.of()).write(later);
    OnnxFile.addMetadata(later, Map.of("b", "second", "a", "first"));

    new OnnxFile(constants(), Map.of("a", "first", "b", "second")).write(atOnce);
    assertThat(later).hasSameBinaryContentAs(atOnce);
  }

  @Test
  void larger_constants_can_lie_in_a_second_file() throws Exception {
    Path target = folder.resolve("graph.onnx");
    Path data = folder.resolve("graph.onnx.data");

    new OnnxFile(constants(), Map.of()).write(target, data);

    List<TensorProto> constants =
        ModelProto.parseFrom(Files.readAllBytes(target)).getGraph().getInitializerList();
    assertThat(constants)
        .extracting(TensorProto::getName, TensorProto::hasRawData)
        .containsExactly(tuple("small", true), tuple("large", false), tuple("larger", false));
    assertThat(details(constants.get(1)))
        .containsOnly(
            entry("location", "graph.onnx.data"), entry("offset", "0"), entry("length", "1200"));
    assertThat(details(constants.get(2)))
        .containsOnly(
            entry("location", "graph.onnx.data"),
            entry("offset", "65536"),
            entry("length", "4000"));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(data)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.limit()).isEqualTo(65536 + 4000);
    assertThat(bytes.getFloat(299 * Float.BYTES)).isEqualTo(299);
    assertThat(bytes.getFloat(65536 + 999 * Float.BYTES)).isEqualTo(999);
  }

  private static Map<String, String> details(TensorProto constant) {
    assertThat(constant.getDataLocation()).isEqualTo(TensorProto.DataLocation.EXTERNAL);
    return constant.getExternalDataList().stream()
        .collect(
            Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
  }

  private static Graph constants() {
    GraphBuilder builder = new GraphBuilder("constants");
    builder.input("x", Dimension.of("batch"), Dimension.of(3));
    builder.constant("small", ramp(255));
    builder.constant("large", ramp(300));
    builder.constant("larger", ramp(1000));
    return builder.build();
  }

  private static Tensor ramp(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return new Tensor(List.of(size), values);
  }

  private ModelProto written(OnnxFile file) throws Exception {
    Path target = folder.resolve("graph.onnx");
    file.write(target);
    return ModelProto.parseFrom(Files.readAllBytes(target));
  }
}
