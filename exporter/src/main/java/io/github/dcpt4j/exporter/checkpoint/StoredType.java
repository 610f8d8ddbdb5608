package io.github.dcpt4j.exporter.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of numbers that a checkpoint stores, and how they become floats. */
enum StoredType {
  F64(8) {
    @Override
    float next(ByteBuffer raw) {
      return (float) raw.getDouble();
    }
  },
  F32(4) {
    @Override
    float next(ByteBuffer raw) {
      return raw.getFloat();
    }
  },
  F16(2) {
    @Override
    float next(ByteBuffer raw) {
      return halfToFloat(raw.getShort());
    }
  },
  BF16(2) {
    @Override
    float next(ByteBuffer raw) {
      return Float.intBitsToFloat(raw.getShort() << 16);
    }
  },
  I64(8) {
    @Override
    float next(ByteBuffer raw) {
      return raw.getLong();
    }
  },
  I32(4) {
    @Override
    float next(ByteBuffer raw) {
      return raw.getInt();
    }
  },
  I16(2) {
    @Override
    float next(ByteBuffer raw) {
      return raw.getShort();
    }
  },
  I8(1) {
    @Override
    float next(ByteBuffer raw) {
      return raw.get();
    }
  },
  U8(1) {
    @Override
    float next(ByteBuffer raw) {
      return Byte.toUnsignedInt(raw.get());
    }
  },
  BOOL(1) {
    @Override
    float next(ByteBuffer raw) {
      return raw.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  static StoredType of(String name, String tensor, Path file) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new CheckpointException(
        "%s: tensor '%s' has the type '%s'; those that can be read are %s"
            .formatted(
                file,
                tensor,
                name,
                Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
  }

  int bytes() {
    return bytes;
  }

  abstract float next(ByteBuffer raw);

  float[] toFloats(ByteBuffer raw) {
    float[] values = new float[raw.remaining() / bytes];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(raw);
    }
    return values;
  }

  // Float.float16ToFloat arrives with Java 20 only.
  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
    }
    float magnitude =
        exponent == 0
            ? mantissa * 0x1p-24f
            : Float.intBitsToFloat(exponent + 112 << 23 | mantissa << 13);
    return sign == 0 ? magnitude : -magnitude;
  }
}
