package io.github.dcpt4j.exporter.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.weights.StoredType;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.file.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Lays out a safetensors file. The same content always gives the same bytes. */
final class SafeTensorsWriter {

  private final SafeTensors content;

  SafeTensorsWriter(SafeTensors content) {
    this.content = content;
  }

  /** Writes beside the target and moves into place; on failure nothing is left behind. */
  void write(Path target) throws IOException {
    try (PartFile part = PartFile.beside(target)) {
      try (FileChannel channel = FileChannel.open(part.path(), StandardOpenOption.WRITE)) {
        write(channel);
        channel.force(true);
      }
      part.finish();
    }
  }

  private void write(FileChannel channel) throws IOException {
    byte[] header = header();
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).flip();
    while (start.hasRemaining()) {
      channel.write(start);
    }
    for (Tensor tensor : content.weights().asMap().values()) {
      tensor.writeTo(channel);
    }
  }

  private byte[] header() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = json.createObjectNode();
    if (!content.metadata().isEmpty()) {
      ObjectNode strings = header.putObject(SafeTensors.METADATA);
      content.metadata().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> strings.put(e.getKey(), e.getValue()));
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : content.weights().asMap().entrySet()) {
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", StoredType.F32.name());
      entry.getValue().shape().forEach(node.putArray("shape")::add);
      long end = offset + entry.getValue().byteCount();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.writeValueAsBytes(header);
    // Spaces keep the values aligned, as the format recommends.
    int padded = (text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    byte[] aligned = Arrays.copyOf(text, padded);
    Arrays.fill(aligned, text.length, padded, (byte) ' ');
    return aligned;
  }
}
