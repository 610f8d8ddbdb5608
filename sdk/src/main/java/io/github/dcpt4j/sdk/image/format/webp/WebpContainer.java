package io.github.dcpt4j.sdk.image.format.webp;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** WebP: a RIFF file whose first chunk, VP8, VP8L or VP8X, states the size. */
final class WebpContainer {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int CONTENT = FIRST_CHUNK + CHUNK_HEADER;
  private static final int ANIMATION_FLAG = 0x02;

  private final ByteBuffer riff;
  private final long end;
  private final ReadLimits limits;

  private WebpContainer(ByteBuffer riff, long end, ReadLimits limits) {
    this.riff = riff;
    this.end = end;
    this.limits = limits;
  }

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "RIFF") && Bytes.areAt(file, 8, "WEBP");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    ByteBuffer riff = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long end = 8 + (riff.getInt(4) & 0xffffffffL);
    return new WebpContainer(riff, end, limits).read();
  }

  private Container read() {
    if (Bytes.areAt(riff, FIRST_CHUNK, "VP8X")) {
      if ((riff.get(CONTENT) & ANIMATION_FLAG) != 0) {
        throw new PictureException(
            PictureException.Kind.UNSUPPORTED,
            "The WebP picture is animated: save one frame of it.");
      }
      return container(1 + unsigned24(CONTENT + 4), 1 + unsigned24(CONTENT + 7));
    }
    if (Bytes.areAt(riff, FIRST_CHUNK, "VP8L")) {
      // After one signature byte: 14 bits of width - 1, 14 bits of height - 1.
      int bits = riff.getInt(CONTENT + 1);
      return container(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
    }
    if (Bytes.areAt(riff, FIRST_CHUNK, "VP8 ")) {
      // After the frame tag and start code, 3 bytes each: 14 bits each, above them a scale.
      return container(riff.getShort(CONTENT + 6) & 0x3fff, riff.getShort(CONTENT + 8) & 0x3fff);
    }
    throw new PictureException(
        PictureException.Kind.DAMAGED, "The WebP picture is damaged: copy the file again.");
  }

  private Container container(int width, int height) {
    limits.requireSize(width, height, 4);
    Bytes.requireLength(riff, end);
    byte[] exif = chunk("EXIF");
    return new Container(
        width,
        height,
        4,
        new Attachments(chunk("ICCP"), exif == null ? null : ExifBlock.withoutPrefix(exif)),
        new OpenCvDecoder("WebP", List.of(riff)));
  }

  /** Returns the content of a chunk, or null. */
  private byte[] chunk(String name) {
    long position = FIRST_CHUNK;
    while (position + CHUNK_HEADER <= end) {
      int chunk = (int) position;
      long length = riff.getInt(chunk + 4) & 0xffffffffL;
      Bytes.requireLength(riff, position + CHUNK_HEADER + length);
      if (Bytes.areAt(riff, chunk, name)) {
        return Bytes.copy(riff, chunk + CHUNK_HEADER, (int) length);
      }
      // Chunks are filled up to an even length.
      position += CHUNK_HEADER + length + (length & 1);
    }
    return null;
  }

  private int unsigned24(int offset) {
    return riff.getShort(offset) & 0xffff | (riff.get(offset + 2) & 0xff) << 16;
  }
}
