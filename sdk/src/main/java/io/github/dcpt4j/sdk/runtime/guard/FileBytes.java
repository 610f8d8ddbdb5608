package io.github.dcpt4j.sdk.runtime.guard;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file's bytes by their place. Those around the latest one are at hand. */
public final class FileBytes implements OnnxWalk.Bytes {
  private static final int WINDOW = 4096;

  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long start;

  FileBytes(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public byte at(long position) throws IOException {
    if (position < start || position >= start + window.limit()) {
      window.clear();
      if (channel.read(window, position) < 1) {
        throw new EOFException("it ended while it was read");
      }
      window.flip();
      start = position;
    }
    return window.get((int) (position - start));
  }
}
