package io.github.dcpt4j.exporter.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.dcpt4j.exporter.onnx.schema.GraphProto;
import io.github.dcpt4j.exporter.onnx.schema.StringStringEntryProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto;
import io.github.dcpt4j.exporter.onnx.schema.TensorProto.DataLocation;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A constant and where in the file, or beside it, its values lie.
 *
 * @param message all but the values
 * @param tensor the values
 * @param type the type in which they are written
 * @param offset where they begin in the file of external data; empty where they follow the message
 */
record StoredConstant(TensorProto message, Tensor tensor, ElementType type, OptionalLong offset) {

  /** What memory can be mapped at on every system: Windows asks for this, Linux for 4096. */
  private static final int ALIGNMENT = 1 << 16;

  /** Smaller constants stay in the file: a page for each would be wasted. */
  private static final int SMALLEST_EXTERNAL = 1 << 10;

  /** All constants of a graph within the file. */
  static List<StoredConstant> embedded(Graph graph) {
    return graph.constants().entrySet().stream()
        .map(entry -> embedded(entry.getKey(), entry.getValue(), graph.elementType(entry.getKey())))
        .toList();
  }

  private static StoredConstant embedded(String name, Tensor tensor, ElementType type) {
    return new StoredConstant(
        message(name, tensor, type).build(), tensor, type, OptionalLong.empty());
  }

  /** The larger constants of a graph, one after the other, in a file of that name. */
  static List<StoredConstant> external(Graph graph, String file) {
    List<StoredConstant> stored = new ArrayList<>();
    long end = 0;
    for (Map.Entry<String, Tensor> entry : graph.constants().entrySet()) {
      Tensor tensor = entry.getValue();
      ElementType type = graph.elementType(entry.getKey());
      long length = type.byteCount(tensor);
      if (length < SMALLEST_EXTERNAL) {
        stored.add(embedded(entry.getKey(), tensor, type));
      } else {
        long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        end = offset + length;
        TensorProto message =
            message(entry.getKey(), tensor, type)
                .addExternalData(detail("location", file))
                .addExternalData(detail("offset", Long.toString(offset)))
                .addExternalData(detail("length", Long.toString(length)))
                .setDataLocation(DataLocation.EXTERNAL)
                .build();
        stored.add(new StoredConstant(message, tensor, type, OptionalLong.of(offset)));
      }
    }
    return stored;
  }

  private static TensorProto.Builder message(String name, Tensor tensor, ElementType type) {
    TensorProto.Builder message = TensorProto.newBuilder().setName(name).setDataType(type.code());
    tensor.shape().forEach(message::addDims);
    return message;
  }

  private static StringStringEntryProto.Builder detail(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  /** Bytes that the constant takes as a field of the graph's message. */
  long size() {
    return lengthDelimitedSize(GraphProto.INITIALIZER_FIELD_NUMBER, contentSize());
  }

  private long contentSize() {
    long values =
        offset.isPresent()
            ? 0
            : lengthDelimitedSize(TensorProto.RAW_DATA_FIELD_NUMBER, type.byteCount(tensor));
    return message.getSerializedSize() + values;
  }

  /** Bytes that content of a length takes as a field, with the field's number and the length. */
  static long lengthDelimitedSize(int field, long length) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt64SizeNoTag(length)
        + length;
  }

  /**
   * Writes the field of the graph's message.
   *
   * @param out what goes to the channel
   */
  void write(CodedOutputStream out, FileChannel channel) throws IOException {
    out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(contentSize());
    message.writeTo(out);
    if (offset.isEmpty()) {
      out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt64NoTag(type.byteCount(tensor));
      out.flush();
      type.write(tensor, channel);
    }
  }

  /** Writes the values to the file of external data, if that is where they belong. */
  void writeExternal(FileChannel channel) throws IOException {
    if (offset.isPresent()) {
      channel.position(offset.getAsLong());
      type.write(tensor, channel);
    }
  }
}
