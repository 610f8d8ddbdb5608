package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.onnx.schema.AttributeProto;
import io.github.dcpt4j.exporter.onnx.schema.AttributeProto.AttributeType;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.NodeProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorShapeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The same model for OpenCV 4.13, which knows less of the standard: it settles all sizes when it
 * reads a file, and overlooks {@code start} and {@code end} of {@code Shape}. So the input has one
 * size, and a slice cuts out the shape's part. Operators on pictures stay as they are.
 */
public final class OlderForm {

  private OlderForm() {}

  /** Rewrites a file for inputs of a shape. */
  public static void write(Path from, List<Integer> inputShape, Path to) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(from)).toBuilder();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    inputShape.forEach(size -> shape.addDimBuilder().setDimValue(size));
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setShape(shape);
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOpType().equals("Shape")) {
        nodes.addAll(withSlice(node));
      } else {
        nodes.add(node);
      }
    }
    model.getGraphBuilder().clearNode().addAllNode(nodes);
    Files.write(to, model.build().toByteArray());
  }

  private static List<NodeProto> withSlice(NodeProto shape) {
    Map<String, AttributeProto> attributes =
        shape.getAttributeList().stream()
            .collect(Collectors.toMap(AttributeProto::getName, Function.identity()));
    String result = shape.getOutput(0);
    NodeProto whole =
        shape.toBuilder().clearAttribute().clearOutput().addOutput(result + "/whole").build();
    NodeProto slice =
        NodeProto.newBuilder()
            .setOpType("Slice")
            .setName(result + "/slice")
            .addInput(result + "/whole")
            .addInput(result + "/start")
            .addInput(result + "/end")
            .addOutput(result)
            .build();
    return List.of(
        whole,
        constant(result + "/start", List.of(attributes.get("start").getI())),
        constant(result + "/end", List.of(attributes.get("end").getI())),
        slice);
  }

  private static NodeProto constant(String name, List<Long> values) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.size())
            .addAllInt64Data(values)
            .build();
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .setName(name)
        .addOutput(name)
        .addAttribute(
            AttributeProto.newBuilder().setName("value").setType(AttributeType.TENSOR).setT(tensor))
        .build();
  }
}
