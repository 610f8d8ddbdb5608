package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffDirectory;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A TIFF file with one directory, which holds nothing but what the pixels need: behind the file as
 * it is stands a new directory, to which the header points. Decoders read all directories that a
 * file has, of later pages, thumbnails and cameras, and every one of them may cost any amount of
 * memory; of this stream they see what was checked, and the same entries.
 */
final class SinglePageStream extends ImageInputStreamImpl {
  private static final int POINTER = 4;
  private static final int HEADER_LENGTH = 8;
  private static final Set<Integer> NEEDED =
      Set.of(
          256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324,
          325, 332, 338, 339, 347, 529, 530, 531, 532);

  private final byte[] header;
  private final byte[] file;
  private final byte[] directory;
  private final int base;

  SinglePageStream(byte[] file, ByteOrder order, TiffTags tags) {
    this.file = file;
    base = file.length + (file.length & 1);
    Map<Integer, IfdEntry> needed = new TreeMap<>(tags.entries());
    needed.keySet().retainAll(NEEDED);
    directory = TiffWriter.writeAt(base, TiffDirectory.of(needed), order);
    header =
        ByteBuffer.allocate(HEADER_LENGTH).order(order).put(file, 0, POINTER).putInt(base).array();
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos >= length()) {
      return -1;
    }
    int position = (int) streamPos++;
    if (position < HEADER_LENGTH) {
      return header[position] & 0xff;
    }
    if (position < base) {
      return position < file.length ? file[position] & 0xff : 0;
    }
    return directory[position - base] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    long left = length() - streamPos;
    if (left <= 0) {
      return length == 0 ? 0 : -1;
    }
    int count = (int) Math.min(length, left);
    boolean within = streamPos >= HEADER_LENGTH && streamPos + count <= file.length;
    if (within) {
      System.arraycopy(file, (int) streamPos, target, offset, count);
      streamPos += count;
      return count;
    }
    for (int i = 0; i < count; i++) {
      target[offset + i] = (byte) read();
    }
    return count;
  }

  @Override
  public long length() {
    return (long) base + directory.length;
  }
}
