package io.github.dcpt4j.exporter.onnx;

import com.google.protobuf.ByteString;
import io.github.dcpt4j.exporter.onnx.schema.AttributeProto;
import io.github.dcpt4j.exporter.onnx.schema.AttributeProto.AttributeType;
import io.github.dcpt4j.exporter.onnx.schema.NodeProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorShapeProto;
import io.github.dcpt4j.exporter.onnx.schema.TypeProto;
import io.github.dcpt4j.exporter.onnx.schema.ValueInfoProto;

/** The parts of a graph as messages of the file format. */
final class Messages {

  private Messages() {}

  static ValueInfoProto of(Port port) {
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

  static NodeProto of(Node node) {
    NodeProto.Builder message =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(node.operator().type())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    node.attributes().forEach((name, value) -> message.addAttribute(of(name, value)));
    return message.build();
  }

  private static AttributeProto of(String name, Attribute attribute) {
    AttributeProto.Builder message = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attribute.Int number) {
      message.setType(AttributeType.INT).setI(number.value());
    } else if (attribute instanceof Attribute.Ints numbers) {
      message.setType(AttributeType.INTS).addAllInts(numbers.values());
    } else if (attribute instanceof Attribute.Whole numbers) {
      message.setType(AttributeType.TENSOR).setT(of(numbers));
    } else if (attribute instanceof Attribute.Real number) {
      message.setType(AttributeType.FLOAT).setF(number.value());
    } else if (attribute instanceof Attribute.Text text) {
      message.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text.value()));
    }
    return message.build();
  }

  private static TensorProto of(Attribute.Whole numbers) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addAllInt64Data(numbers.values());
    numbers.shape().forEach(tensor::addDims);
    return tensor.build();
  }
}
