package io.github.dcpt4j.sdk.image.metadata.ifd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One tagged value of a TIFF directory.
 *
 * @param tag what it means
 * @param type how its elements are stored, 1 to 13
 * @param count number of elements
 * @param value all elements, in the byte order of the file; owned by this entry
 * @param offset where the value lies in the file
 */
public record IfdEntry(int tag, int type, int count, ByteBuffer value, int offset) {
  public static final int TYPE_BYTE = 1;
  public static final int TYPE_SHORT = 3;
  public static final int TYPE_LONG = 4;
  private static final int TYPE_IFD = 13;

  /** Makes an entry of one unsigned integer. */
  public static IfdEntry of(int tag, int type, int number, ByteOrder order) {
    ByteBuffer value = ByteBuffer.allocate(elementSize(type)).order(order);
    if (type == TYPE_SHORT) {
      value.putShort(0, (short) number);
    } else {
      value.putInt(0, number);
    }
    return new IfdEntry(tag, type, 1, value, 0);
  }

  /** Returns the size of an element in bytes; 0 for a type that there is not. */
  public static int elementSize(int type) {
    return switch (type) {
      case TYPE_BYTE, 2, 6, 7 -> 1;
      case TYPE_SHORT, 8 -> 2;
      case TYPE_LONG, 9, 11, TYPE_IFD -> 4;
      case 5, 10, 12 -> 8;
      default -> 0;
    };
  }

  /** Returns whether the elements are unsigned integers. */
  public boolean isUnsigned() {
    return type == TYPE_BYTE || type == TYPE_SHORT || type == TYPE_LONG || type == TYPE_IFD;
  }

  /** Returns an element of unsigned integers. */
  public long number(int index) {
    return switch (elementSize(type)) {
      case 1 -> value.get(index) & 0xff;
      case 2 -> value.getShort(index * Short.BYTES) & 0xffff;
      default -> value.getInt(index * Integer.BYTES) & 0xffffffffL;
    };
  }
}
