package io.github.dcpt4j.exporter.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.StoredType;
import io.github.dcpt4j.exporter.weights.TensorLimits;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as the header of a safetensors file announces it.
 *
 * @param name its name
 * @param type how its values are stored
 * @param shape sizes, outermost first, none of them negative
 * @param begin where its bytes begin, counted from the end of the header
 * @param byteCount how many there are: what type and shape need
 */
record StoredTensor(String name, StoredType type, List<Integer> shape, long begin, int byteCount) {

  static StoredTensor parse(String name, JsonNode node, Path file) {
    if (!TensorLimits.isName(name)) {
      throw CheckpointException.damaged(
          file, "the name of a tensor is empty, too long or has control characters");
    }
    String type = node.path("dtype").asText();
    if (!TensorLimits.isName(type)) {
      throw CheckpointException.damaged(file, Text.of("tensor '%s' has no type", name));
    }
    return parse(name, StoredType.of(type, name, file), node, file);
  }

  private static StoredTensor parse(String name, StoredType type, JsonNode node, Path file) {
    JsonNode sides = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    List<Long> shape = naturals(sides);
    List<Long> range = naturals(offsets);
    if (!sides.isArray()
        || shape.size() != sides.size()
        || shape.size() > TensorLimits.MAXIMUM_RANK
        || shape.stream().anyMatch(side -> side > TensorLimits.MAXIMUM_BYTES)) {
      throw CheckpointException.damaged(file, Text.of("tensor '%s' has an invalid shape", name));
    }
    if (range.size() != 2 || offsets.size() != 2 || range.get(0) > range.get(1)) {
      throw CheckpointException.damaged(
          file, Text.of("tensor '%s' does not say where its values are", name));
    }
    long byteCount = range.get(1) - range.get(0);
    if (byteCount != byteCount(type, shape)) {
      throw CheckpointException.damaged(
          file, Text.of("tensor '%s' has a shape that does not fit its values", name));
    }
    if (byteCount > TensorLimits.MAXIMUM_BYTES) {
      throw new CheckpointException(
          Text.of("%s: tensor '%s' is larger than 2 GiB, which cannot be read", file, name));
    }
    return new StoredTensor(
        name, type, shape.stream().map(Long::intValue).toList(), range.get(0), (int) byteCount);
  }

  /** The entries that are integers from zero on. */
  private static List<Long> naturals(JsonNode numbers) {
    List<Long> naturals = new ArrayList<>();
    for (JsonNode number : numbers) {
      if (number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0) {
        naturals.add(number.longValue());
      }
    }
    return naturals;
  }

  /** The bytes that a shape needs; Long.MAX_VALUE stands for all that is beyond counting. */
  private static long byteCount(StoredType type, List<Long> shape) {
    if (shape.contains(0L)) {
      return 0;
    }
    long bytes = type.bytes();
    for (long side : shape) {
      if (bytes > Long.MAX_VALUE / side) {
        return Long.MAX_VALUE;
      }
      bytes *= side;
    }
    return bytes;
  }

  long end() {
    return begin + byteCount;
  }
}
