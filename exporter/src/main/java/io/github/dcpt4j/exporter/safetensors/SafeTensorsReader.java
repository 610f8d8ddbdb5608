package io.github.dcpt4j.exporter.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a safetensors file and believes nothing that its header says before checking it. */
final class SafeTensorsReader {

  /** Room for some 80 000 tensors; a parsed header takes many times its size in memory. */
  private static final int MAXIMUM_HEADER = 8 << 20;

  private static final int MAXIMUM_DEPTH = 4;

  private final FileChannel channel;
  private final Path file;

  SafeTensorsReader(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  SafeTensors read() throws IOException {
    long fileSize = channel.size();
    if (fileSize < Long.BYTES) {
      throw damaged("it is too short");
    }
    long headerSize = bytes(0, Long.BYTES).getLong();
    if (headerSize < 0 || headerSize > MAXIMUM_HEADER || headerSize > fileSize - Long.BYTES) {
      throw damaged("its header does not fit into it");
    }
    JsonNode header = parse(bytes(Long.BYTES, (int) headerSize));
    long start = Long.BYTES + headerSize;
    Map<String, String> metadata = new LinkedHashMap<>();
    List<StoredTensor> stored = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(SafeTensors.METADATA)) {
        metadata.putAll(strings(field.getValue()));
      } else {
        stored.add(StoredTensor.parse(field.getKey(), field.getValue(), file));
      }
    }
    checkThatTheyFill(fileSize - start, stored);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (StoredTensor tensor : stored) {
      ByteBuffer raw = bytes(start + tensor.begin(), tensor.byteCount());
      tensors.put(tensor.name(), new Tensor(tensor.shape(), tensor.type().toFloats(raw)));
    }
    return new SafeTensors(metadata, new Weights(tensors));
  }

  private JsonNode parse(ByteBuffer header) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxStringLength(MAXIMUM_HEADER)
            .maxNestingDepth(MAXIMUM_DEPTH)
            .build();
    ObjectMapper json =
        new ObjectMapper(
                JsonFactory.builder()
                    .streamReadConstraints(limits)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      JsonNode node = json.readTree(header.array());
      if (!node.isObject()) {
        throw damaged("its header is not a JSON object");
      }
      return node;
    } catch (IOException e) {
      throw CheckpointException.damaged(file, "its header is not valid JSON", e);
    }
  }

  private Map<String, String> strings(JsonNode metadata) {
    if (!metadata.isObject()) {
      throw damaged("its metadata is not a JSON object");
    }
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      if (!entry.getValue().isTextual()) {
        throw damaged("its metadata holds something other than strings");
      }
      strings.put(entry.getKey(), entry.getValue().textValue());
    }
    return strings;
  }

  /** The format leaves no gap: tensors follow each other up to the file's end. */
  private void checkThatTheyFill(long size, List<StoredTensor> stored) {
    List<StoredTensor> inOrder = new ArrayList<>(stored);
    inOrder.sort(
        Comparator.comparingLong(StoredTensor::begin).thenComparingLong(StoredTensor::end));
    long end = 0;
    for (StoredTensor tensor : inOrder) {
      if (tensor.begin() != end) {
        throw damaged(
            Text.of("tensor '%s' does not begin where the one before it ends", tensor.name()));
      }
      end = tensor.end();
      if (end > size) {
        throw damaged(Text.of("tensor '%s' lies outside of it", tensor.name()));
      }
    }
    if (end < size) {
      throw damaged(Text.of("its last %d bytes belong to no tensor", size - end));
    }
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position());
      if (count < 0) {
        throw new IOException("it ended while it was read");
      }
    }
    return buffer.flip();
  }

  private CheckpointException damaged(String what) {
    return CheckpointException.damaged(file, what);
  }
}
