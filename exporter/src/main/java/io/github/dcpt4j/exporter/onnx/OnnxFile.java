package io.github.dcpt4j.exporter.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.onnx.schema.AttributeProto;
import io.github.dcpt4j.exporter.onnx.schema.AttributeProto.AttributeType;
import io.github.dcpt4j.exporter.onnx.schema.GraphProto;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.NodeProto;
import io.github.dcpt4j.exporter.onnx.schema.OperatorSetIdProto;
import io.github.dcpt4j.exporter.onnx.schema.StringStringEntryProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorShapeProto;
import io.github.dcpt4j.exporter.onnx.schema.TypeProto;
import io.github.dcpt4j.exporter.onnx.schema.ValueInfoProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A graph and its metadata in the form of an ONNX file.
 *
 * @param graph the graph
 * @param metadata free strings by key
 */
public record OnnxFile(Graph graph, Map<String, String> metadata) {

  /** The file format's version that belongs to {@link Operator#OPERATOR_SET}. */
  private static final int FORMAT_VERSION = 8;

  private static final String PRODUCER = "dcpt4j";

  /** Keeps an immutable copy of the metadata. */
  public OnnxFile {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Writes the file; the same graph and metadata give the same bytes.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      message().writeTo(out);
    }
  }

  private ModelProto message() {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT_VERSION)
            .setProducerName(PRODUCER)
            .setGraph(graphMessage())
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("").setVersion(Operator.OPERATOR_SET));
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())));
    return model.build();
  }

  private GraphProto graphMessage() {
    GraphProto.Builder message = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(port -> message.addInput(portMessage(port)));
    graph.outputs().forEach(port -> message.addOutput(portMessage(port)));
    graph.nodes().forEach(node -> message.addNode(nodeMessage(node)));
    graph.constants().forEach((name, t) -> message.addInitializer(tensorMessage(name, t)));
    return message.build();
  }

  private static ValueInfoProto portMessage(Port port) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Dimension dimension : port.shape()) {
      if (dimension instanceof Dimension.Fixed fixed) {
        shape.addDimBuilder().setDimValue(fixed.size());
      } else if (dimension instanceof Dimension.Dynamic dynamic) {
        shape.addDimBuilder().setDimParam(dynamic.name());
      }
    }
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(shape)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(port.name())
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private static NodeProto nodeMessage(Node node) {
    NodeProto.Builder message =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.operator().type())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    node.attributes().forEach((name, value) -> message.addAttribute(attributeMessage(name, value)));
    return message.build();
  }

  private static AttributeProto attributeMessage(String name, Attribute attribute) {
    AttributeProto.Builder message = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attribute.Int number) {
      message.setType(AttributeType.INT).setI(number.value());
    } else if (attribute instanceof Attribute.Ints numbers) {
      message.setType(AttributeType.INTS).addAllInts(numbers.values());
    } else if (attribute instanceof Attribute.Real number) {
      message.setType(AttributeType.FLOAT).setF(number.value());
    } else if (attribute instanceof Attribute.Text text) {
      message.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text.value()));
    }
    return message.build();
  }

  private static TensorProto tensorMessage(String name, Tensor tensor) {
    TensorProto.Builder message =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(rawBytes(tensor.data()));
    tensor.shape().forEach(message::addDims);
    return message.build();
  }

  private static ByteString rawBytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    // Nobody else holds the buffer: a copy of all weights is saved.
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
