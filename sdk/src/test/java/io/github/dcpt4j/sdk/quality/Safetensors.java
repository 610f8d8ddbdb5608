package io.github.dcpt4j.sdk.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads float tensors of a safetensors file. */
final class Safetensors {
  private final ByteBuffer file;
  private final JsonNode header;
  private final int data;

  Safetensors(Path path) throws IOException {
    file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] json = new byte[Math.toIntExact(file.getLong(0))];
    file.get(Long.BYTES, json);
    header = new ObjectMapper().readTree(json);
    data = Long.BYTES + json.length;
  }

  int[] shape(String name) {
    JsonNode shape = header.required(name).required("shape");
    int[] sides = new int[shape.size()];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = shape.get(i).intValue();
    }
    return sides;
  }

  float[] floats(String name) {
    JsonNode offsets = header.required(name).required("data_offsets");
    int start = offsets.get(0).intValue();
    float[] values = new float[(offsets.get(1).intValue() - start) / Float.BYTES];
    file.slice(data + start, values.length * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
