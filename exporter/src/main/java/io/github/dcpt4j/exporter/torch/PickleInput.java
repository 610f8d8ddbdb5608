package io.github.dcpt4j.exporter.torch;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of pickles that can be looked at before they are read. */
final class PickleInput extends InputStream {

  private final ByteBuffer bytes;

  PickleInput(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > 0 && !bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return bytes.remaining();
  }

  /** How many bytes have been read. */
  int position() {
    return bytes.position();
  }

  /** Whether a length of four or eight bytes comes next, and as many bytes after it as it says. */
  boolean holdsWhatFollows(int lengthBytes) {
    int rest = bytes.remaining() - lengthBytes;
    if (rest < 0) {
      return false;
    }
    int here = bytes.position();
    long length = lengthBytes == Integer.BYTES ? bytes.getInt(here) : bytes.getLong(here);
    return length >= 0 && length <= rest;
  }
}
