package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** The first chunks of a PNG: behind the header those that the encoders at hand do not write. */
final class PngHead {
  /** The signature and the header chunk. */
  static final int LENGTH = 33;

  private static final int FRAME = 12;

  private PngHead() {}

  /**
   * Returns the head with what the metadata adds.
   *
   * @param head signature and header
   * @param metadata what stands behind them: profile, EXIF data, resolution and colour tags
   */
  static byte[] with(byte[] head, Metadata metadata) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.writeBytes(head);
    ColourTags tags = metadata.colourTags();
    write("cICP", tags.cicp(), 1, target);
    write("gAMA", tags.gamma(), Integer.BYTES, target);
    write("cHRM", tags.chromaticities(), Integer.BYTES, target);
    if (metadata.iccProfile().isPresent()) {
      write("iCCP", packed(metadata.iccProfile().get()), target);
    } else {
      // A file has either a profile or this.
      write("sRGB", tags.intent(), 1, target);
    }
    metadata.resolution().ifPresent(resolution -> write("pHYs", bytes(resolution), target));
    metadata.exif().ifPresent(block -> write("eXIf", block, target));
    return target.toByteArray();
  }

  private static byte[] bytes(Resolution resolution) {
    Resolution stated = resolution.in(Unit.METRE);
    return ByteBuffer.allocate(9)
        .putInt((int) Math.max(1, Math.rint(stated.horizontal())))
        .putInt((int) Math.max(1, Math.rint(stated.vertical())))
        .put((byte) (stated.unit() == Unit.METRE ? 1 : 0))
        .array();
  }

  private static void write(
      String name, List<Integer> numbers, int bytes, ByteArrayOutputStream target) {
    if (!numbers.isEmpty()) {
      ByteBuffer content = ByteBuffer.allocate(numbers.size() * bytes);
      for (int number : numbers) {
        if (bytes == 1) {
          content.put((byte) number);
        } else {
          content.putInt(number);
        }
      }
      write(name, content.array(), target);
    }
  }

  private static void write(String name, byte[] content, ByteArrayOutputStream target) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + FRAME);
    chunk.putInt(content.length).put(name.getBytes(StandardCharsets.ISO_8859_1)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, content.length + 4);
    target.writeBytes(chunk.putInt((int) checksum.getValue()).array());
  }

  /** A name, its closing zero, the number of the method and a zlib stream. */
  private static byte[] packed(byte[] profile) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes("ICC Profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(profile);
      deflater.finish();
      byte[] block = new byte[1 << 14];
      while (!deflater.finished()) {
        packed.write(block, 0, deflater.deflate(block));
      }
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }
}
