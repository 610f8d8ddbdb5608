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
  public static final int TYPE_RATIONAL = 5;

  /** The type of bytes without a meaning of their own. */
  public static final int TYPE_UNDEFINED = 7;

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

  /** Makes an entry of several unsigned integers. */
  public static IfdEntry of(int tag, int type, int[] numbers, ByteOrder order) {
    int size = elementSize(type);
    ByteBuffer value = ByteBuffer.allocate(size * numbers.length).order(order);
    for (int number : numbers) {
      if (type == TYPE_SHORT) {
        value.putShort((short) number);
      } else {
        value.putInt(number);
      }
    }
    return new IfdEntry(tag, type, numbers.length, value, 0);
  }

  /** Makes an entry of one positive fraction. */
  public static IfdEntry ofRational(int tag, double number, ByteOrder order) {
    boolean whole = number == Math.rint(number);
    int denominator = whole || number > 2_000_000 ? 1 : 1000;
    ByteBuffer value = ByteBuffer.allocate(2 * Integer.BYTES).order(order);
    value.putInt((int) Math.rint(number * denominator)).putInt(denominator);
    return new IfdEntry(tag, TYPE_RATIONAL, 1, value, 0);
  }

  /** Makes an entry of bytes without a meaning of their own. */
  public static IfdEntry ofBytes(int tag, byte[] bytes, ByteOrder order) {
    ByteBuffer value = ByteBuffer.wrap(bytes.clone()).order(order);
    return new IfdEntry(tag, TYPE_UNDEFINED, bytes.length, value, 0);
  }

  /** Returns the first element of positive fractions; not a number where it is none. */
  public double rational() {
    if (type != TYPE_RATIONAL) {
      return isUnsigned() ? number(0) : Double.NaN;
    }
    return rational(0);
  }

  /** Returns an element of positive fractions. */
  public double rational(int index) {
    int place = index * 2 * Integer.BYTES;
    return (value.getInt(place) & 0xffffffffL)
        / (double) (value.getInt(place + Integer.BYTES) & 0xffffffffL);
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
