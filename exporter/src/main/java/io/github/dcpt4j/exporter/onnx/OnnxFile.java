package io.github.dcpt4j.exporter.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.github.dcpt4j.exporter.onnx.schema.GraphProto;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.onnx.schema.OperatorSetIdProto;
import io.github.dcpt4j.exporter.onnx.schema.StringStringEntryProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A graph and its metadata in the form of an ONNX file.
 *
 * <p>The constants go from their tensors straight to the file: a message of the whole file would
 * hold all weights a second time. It is written in pieces instead, which protobuf reads as one
 * message: the fields of two messages, one after the other, are the fields of one.
 *
 * @param graph the graph
 * @param metadata free strings by key
 */
public record OnnxFile(Graph graph, Map<String, String> metadata) {

  /** Size in bytes of the largest file that protobuf reads. */
  public static final long LARGEST = Integer.MAX_VALUE;

  /** The file format's version that belongs to {@link Operator#OPERATOR_SET}. */
  private static final int FORMAT_VERSION = 8;

  private static final String PRODUCER = "dcpt4j";

  /** Keeps an immutable copy of the metadata. */
  public OnnxFile {
    metadata = Map.copyOf(metadata);
  }

  /** Size in bytes of the file that {@link #write(Path)} would make. */
  public long size() {
    List<StoredConstant> constants = StoredConstant.embedded(graph);
    long graphSize = graphSize(constants);
    return (long) head().getSerializedSize()
        + StoredConstant.lengthDelimitedSize(ModelProto.GRAPH_FIELD_NUMBER, graphSize)
        + tail().getSerializedSize();
  }

  /**
   * Writes the file; the same graph and metadata give the same bytes.
   *
   * @throws IllegalArgumentException if it would be larger than {@link #LARGEST}
   * @throws IOException if the file cannot be written
   */
  public void write(Path file) throws IOException {
    if (size() > LARGEST) {
      throw new IllegalArgumentException("the file would be larger than protobuf reads");
    }
    write(file, StoredConstant.embedded(graph));
  }

  /**
   * Writes the file with its larger constants in another file, which has to stay beside it under
   * its name. The same graph, metadata and name give the same bytes.
   *
   * @param data the file for the constants: raw little-endian values
   * @throws IOException if a file cannot be written
   */
  public void write(Path file, Path data) throws IOException {
    List<StoredConstant> constants = StoredConstant.external(graph, data.getFileName().toString());
    try (FileChannel channel = create(data)) {
      for (StoredConstant constant : constants) {
        constant.writeExternal(channel);
      }
      channel.force(true);
    }
    write(file, constants);
  }

  private void write(Path file, List<StoredConstant> constants) throws IOException {
    try (FileChannel channel = create(file)) {
      CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(channel));
      head().writeTo(out);
      out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt64NoTag(graphSize(constants));
      computation().writeTo(out);
      for (StoredConstant constant : constants) {
        constant.write(out, channel);
      }
      ports().writeTo(out);
      tail().writeTo(out);
      out.flush();
    }
  }

  /**
   * Adds metadata to a file that has none: the result is what {@link #write} gives with them.
   *
   * @throws IOException if the file cannot be written
   */
  public static void addMetadata(Path file, Map<String, String> metadata) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      entries(metadata).writeTo(out);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private long graphSize(List<StoredConstant> constants) {
    return (long) computation().getSerializedSize()
        + constants.stream().mapToLong(StoredConstant::size).sum()
        + ports().getSerializedSize();
  }

  // The pieces, in the order of their fields' numbers.

  private static ModelProto head() {
    return ModelProto.newBuilder().setIrVersion(FORMAT_VERSION).setProducerName(PRODUCER).build();
  }

  private GraphProto computation() {
    GraphProto.Builder piece = GraphProto.newBuilder().setName(graph.name());
    graph.nodes().forEach(node -> piece.addNode(Messages.of(node)));
    return piece.build();
  }

  private GraphProto ports() {
    GraphProto.Builder piece = GraphProto.newBuilder();
    graph.inputs().forEach(port -> piece.addInput(Messages.of(port)));
    graph.outputs().forEach(port -> piece.addOutput(Messages.of(port)));
    graph.shapes().forEach((name, shape) -> piece.addValueInfo(Messages.of(new Port(name, shape))));
    return piece.build();
  }

  private ModelProto tail() {
    OperatorSetIdProto.Builder operators =
        OperatorSetIdProto.newBuilder().setDomain("").setVersion(Operator.OPERATOR_SET);
    return entries(metadata).toBuilder().addOpsetImport(operators).build();
  }

  private static ModelProto entries(Map<String, String> metadata) {
    ModelProto.Builder piece = ModelProto.newBuilder();
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                piece.addMetadataProps(
                    StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())));
    return piece.build();
  }
}
