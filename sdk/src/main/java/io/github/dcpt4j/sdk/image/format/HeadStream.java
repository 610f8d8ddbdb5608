package io.github.dcpt4j.sdk.image.format;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.UnaryOperator;

/**
 * Exchanges the first bytes of a file that is written through it: an encoder's header for one that
 * says more.
 */
public final class HeadStream extends FilterOutputStream {
  private final byte[] head;
  private final UnaryOperator<byte[]> exchange;
  private int filled;

  /**
   * Makes the stream.
   *
   * @param target receives the file
   * @param length number of bytes that are exchanged
   * @param exchange receives the encoder's bytes and returns those that the file gets
   */
  public HeadStream(OutputStream target, int length, UnaryOperator<byte[]> exchange) {
    super(target);
    head = new byte[length];
    this.exchange = exchange;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int taken = Math.min(head.length - filled, length);
    if (taken > 0) {
      System.arraycopy(bytes, offset, head, filled, taken);
      filled += taken;
      if (filled == head.length) {
        out.write(exchange.apply(head));
      }
    }
    out.write(bytes, offset + taken, length - taken);
  }
}
