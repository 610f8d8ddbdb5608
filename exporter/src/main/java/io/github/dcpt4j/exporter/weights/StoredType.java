package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.sdk.text.Text;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of numbers that a checkpoint stores, and how they become floats. */
public enum StoredType {
  /** 64-bit float. */
  F64(8) {
    @Override
    public float next(ByteBuffer raw) {
      return (float) raw.getDouble();
    }
  },
  /** 32-bit float. */
  F32(4) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.getFloat();
    }
  },
  /** 16-bit float. */
  F16(2) {
    @Override
    public float next(ByteBuffer raw) {
      return halfToFloat(raw.getShort());
    }
  },
  /** Upper half of a 32-bit float. */
  BF16(2) {
    @Override
    public float next(ByteBuffer raw) {
      return Float.intBitsToFloat(raw.getShort() << 16);
    }
  },
  /** 64-bit integer. */
  I64(8) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.getLong();
    }
  },
  /** 32-bit integer. */
  I32(4) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.getInt();
    }
  },
  /** 16-bit integer. */
  I16(2) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.getShort();
    }
  },
  /** 8-bit integer. */
  I8(1) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.get();
    }
  },
  /** 8-bit unsigned integer. */
  U8(1) {
    @Override
    public float next(ByteBuffer raw) {
      return Byte.toUnsignedInt(raw.get());
    }
  },
  /** 0 or 1. */
  BOOL(1) {
    @Override
    public float next(ByteBuffer raw) {
      return raw.get() == 0 ? 0 : 1;
    }
  };

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The type of a name in a safetensors file.
   *
   * @param tensor whose type it is, for the message
   * @throws CheckpointException if it is not one of these
   */
  public static StoredType of(String name, String tensor, Path file) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new CheckpointException(
        Text.of(
            "%s: tensor '%s' has the type '%s'; those that can be read are %s",
            file,
            tensor,
            name,
            Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  /** Reads the next value. */
  public abstract float next(ByteBuffer raw);

  /** Reads all values that remain. */
  public float[] toFloats(ByteBuffer raw) {
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
