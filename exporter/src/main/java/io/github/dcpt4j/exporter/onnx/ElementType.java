package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** The types of a tensor's numbers, as far as our graphs hold them. */
public enum ElementType {
  /** 32-bit float. */
  FLOAT(1, Float.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putFloat(value);
    }
  },
  /** Whole numbers from 0 to 255. */
  UINT8(2, Byte.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.put((byte) (int) value);
    }
  },
  /** Whole numbers from -128 to 127. */
  INT8(3, Byte.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.put((byte) value);
    }
  },
  /** 32-bit whole numbers. */
  INT32(6, Integer.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putInt((int) value);
    }
  },
  /** 64-bit whole numbers: sizes and places. */
  INT64(7, Long.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putLong((long) value);
    }
  },
  /** 16-bit float, see {@link HalfFloat}. */
  FLOAT16(10, Short.BYTES) {
    @Override
    void put(ByteBuffer target, float value) {
      target.putShort(HalfFloat.bits(value));
    }
  };

  private static final int PIECE = 1 << 16;

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The number that the standard gives to the type. */
  public int code() {
    return code;
  }

  /**
   * The type of a number of the standard.
   *
   * @throws IllegalArgumentException if our graphs do not use it
   */
  public static ElementType ofCode(long code) {
    for (ElementType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("no element type has the number " + code);
  }

  /** Number of bytes that the values of a tensor take in this type. */
  long byteCount(Tensor tensor) {
    return (long) tensor.data().length * bytes;
  }

  /** Writes the values of a tensor in this type, little-endian, in small pieces. */
  void write(Tensor tensor, WritableByteChannel channel) throws IOException {
    float[] values = tensor.data();
    ByteBuffer piece =
        ByteBuffer.allocate(Math.min(PIECE, values.length) * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += PIECE) {
      piece.clear();
      for (int i = from; i < Math.min(from + PIECE, values.length); i++) {
        put(piece, values[i]);
      }
      piece.flip();
      while (piece.hasRemaining()) {
        channel.write(piece);
      }
    }
  }

  abstract void put(ByteBuffer target, float value);
}
