package io.github.dcpt4j.sdk.image.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Adds chunks to PNG files. */
final class PngChunks {
  private PngChunks() {}

  /** Puts a chunk with its right checksum at an offset. */
  static byte[] insert(byte[] png, int offset, String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) checksum.getValue());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(png, 0, offset);
    whole.writeBytes(chunk.array());
    whole.write(png, offset, png.length - offset);
    return whole.toByteArray();
  }

  /** Returns where the first chunk of a name begins, or -1. */
  static int indexOf(byte[] png, String name) {
    ByteBuffer chunks = ByteBuffer.wrap(png);
    int offset = 8;
    while (offset + 12 <= png.length) {
      if (new String(png, offset + 4, 4, StandardCharsets.ISO_8859_1).equals(name)) {
        return offset;
      }
      offset += 12 + chunks.getInt(offset);
    }
    return -1;
  }

  /** A name, a method and zeros that unpack to this length. */
  static byte[] deflatedZeros(int length) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {'k', 0, 0});
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(new byte[length]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
