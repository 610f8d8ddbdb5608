package io.github.dcpt4j.sdk.image.bytes;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;

/** Looks at parts of a file, and reports a file that ends too early. */
public final class Bytes {
  private Bytes() {}

  /**
   * Returns whether the file has these bytes at an offset; false where it ends before.
   *
   * @param file a buffer whose limit is the end of the file
   * @param offset any offset from 0
   * @param latin1 the bytes, as characters 0 to 255
   */
  public static boolean areAt(ByteBuffer file, int offset, String latin1) {
    if (offset < 0 || file.limit() < (long) offset + latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((file.get(offset + i) & 0xff) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that the file has at least this many bytes.
   *
   * @throws PictureException if it is cut off
   */
  public static void requireLength(ByteBuffer file, long length) {
    if (length < 0 || file.limit() < length) {
      throw cutOff(null);
    }
  }

  /**
   * Copies a part of the file.
   *
   * @throws PictureException if the file ends before
   */
  public static byte[] copy(ByteBuffer file, int offset, int length) {
    requireLength(file, length < 0 ? length : (long) offset + length);
    byte[] bytes = new byte[length];
    file.get(offset, bytes);
    return bytes;
  }

  /** Returns the error of a file that ends too early. */
  public static PictureException cutOff(Throwable cause) {
    return new PictureException(
        PictureException.Kind.DAMAGED, "The picture is cut off: copy the file again.", cause);
  }
}
