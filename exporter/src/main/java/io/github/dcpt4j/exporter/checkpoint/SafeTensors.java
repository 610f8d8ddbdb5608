package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in the safetensors format: eight bytes of header length, a JSON header, raw little-endian
 * values.
 *
 * @param metadata the header's free strings
 * @param weights the tensors; every stored type is converted to 32-bit floats
 */
public record SafeTensors(Map<String, String> metadata, Weights weights) {

  private static final long MAXIMUM_HEADER = 64L << 20;
  private static final String METADATA = "__metadata__";
  private static final int MAXIMUM_RANK = 16;

  /** Keeps an immutable copy of the metadata. */
  public SafeTensors {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Reads a file. No more memory is taken than a small multiple of the file's size.
   *
   * @throws CheckpointException if the file is not readable or not a well-formed safetensors file
   */
  public static SafeTensors read(Path file) {
    if (Files.isDirectory(file)) {
      throw new CheckpointException(file + " is a folder: name a .safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(channel, file);
    } catch (IOException e) {
      throw new CheckpointException("%s cannot be read: %s".formatted(file, reason(e)), e);
    }
  }

  private static SafeTensors read(FileChannel channel, Path file) throws IOException {
    long fileSize = channel.size();
    if (fileSize < Long.BYTES) {
      throw new CheckpointException(file + " is too short to be a safetensors file");
    }
    long headerSize = bytes(channel, 0, Long.BYTES).getLong();
    if (headerSize < 2 || headerSize > MAXIMUM_HEADER || headerSize > fileSize - Long.BYTES) {
      throw new CheckpointException(
          file + " is not a safetensors file, or is cut off: its header does not fit into it");
    }
    JsonNode header = parse(bytes(channel, Long.BYTES, (int) headerSize), file);
    long start = Long.BYTES + headerSize;
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        entries.add(Entry.of(field.getKey(), field.getValue(), fileSize - start, file));
      }
    }
    checkThatNothingOverlaps(entries, file);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      ByteBuffer raw =
          bytes(channel, start + entry.begin(), Math.toIntExact(entry.end() - entry.begin()));
      tensors.put(entry.name(), new Tensor(entry.shape(), entry.type().toFloats(raw)));
    }
    return new SafeTensors(metadata, new Weights(tensors));
  }

  private static void checkThatNothingOverlaps(List<Entry> entries, Path file) {
    long end = 0;
    for (Entry entry :
        entries.stream().sorted((a, b) -> Long.compare(a.begin(), b.begin())).toList()) {
      if (entry.begin() < end) {
        throw new CheckpointException(
            "%s: tensor '%s' overlaps another".formatted(file, entry.name()));
      }
      end = entry.end();
    }
  }

  private static JsonNode parse(ByteBuffer header, Path file) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxStringLength((int) MAXIMUM_HEADER)
            .maxNestingDepth(8)
            .build();
    ObjectMapper json =
        new ObjectMapper(JsonFactory.builder().streamReadConstraints(limits).build());
    try {
      JsonNode node = json.readTree(header.array());
      if (node == null || !node.isObject()) {
        throw new CheckpointException(file + " is not a safetensors file: its header is no object");
      }
      return node;
    } catch (IOException e) {
      throw new CheckpointException(file + " is not a safetensors file: its header is not JSON", e);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, position + buffer.position());
      if (count < 0) {
        throw new IOException("it ended early");
      }
    }
    return buffer.flip();
  }

  private static String reason(IOException e) {
    return Files.exists(Path.of(String.valueOf(e.getMessage()))) || e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage();
  }

  /**
   * Writes 32-bit floats to a temporary file beside the target and moves it into place.
   *
   * @throws CheckpointException if the file cannot be written; an existing one is then untouched
   */
  public void write(Path file) {
    Path target = file.toAbsolutePath();
    Path temporary = null;
    try {
      temporary =
          Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        write(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw new CheckpointException("%s cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException ignored) {
      // The first error is the one to tell.
    }
  }

  private void write(FileChannel channel) throws IOException {
    byte[] header = header();
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).flip();
    writeFully(channel, start);
    for (Tensor tensor : weights.asMap().values()) {
      ByteBuffer values =
          ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      values.asFloatBuffer().put(tensor.data());
      writeFully(channel, values);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private byte[] header() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode header = json.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode strings = header.putObject(METADATA);
      metadata.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> strings.put(e.getKey(), e.getValue()));
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", "F32");
      entry.getValue().shape().forEach(node.putArray("shape")::add);
      long end = offset + (long) entry.getValue().data().length * Float.BYTES;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = json.writeValueAsBytes(header);
    // Spaces keep the values aligned, as the format recommends.
    int padded = Math.floorDiv(text.length + Long.BYTES - 1, Long.BYTES) * Long.BYTES;
    byte[] aligned = java.util.Arrays.copyOf(text, padded);
    java.util.Arrays.fill(aligned, text.length, padded, (byte) ' ');
    return aligned;
  }

  private record Entry(String name, StoredType type, List<Integer> shape, long begin, long end) {

    static Entry of(String name, JsonNode node, long dataSize, Path file) {
      JsonNode offsets = node.path("data_offsets");
      StoredType type = StoredType.of(node.path("dtype").asText(), name, file);
      List<Integer> shape = new ArrayList<>();
      long size = type.bytes();
      for (JsonNode side : node.path("shape")) {
        if (!side.canConvertToInt() || side.intValue() < 0 || shape.size() == MAXIMUM_RANK) {
          throw malformed(name, file);
        }
        shape.add(side.intValue());
        size = size > dataSize ? size : size * side.intValue();
      }
      long begin = offsets.path(0).asLong(-1);
      long end = offsets.path(1).asLong(-1);
      if (!node.path("shape").isArray()
          || begin < 0
          || end < begin
          || end > dataSize
          || end - begin > Integer.MAX_VALUE - Long.BYTES) {
        throw new CheckpointException(
            "%s: tensor '%s' lies outside of the file, which is cut off or damaged"
                .formatted(file, name));
      }
      if (end - begin != size) {
        throw malformed(name, file);
      }
      return new Entry(name, type, shape, begin, end);
    }

    private static CheckpointException malformed(String name, Path file) {
      return new CheckpointException(
          "%s: tensor '%s' has a shape that does not fit its data".formatted(file, name));
    }
  }
}
