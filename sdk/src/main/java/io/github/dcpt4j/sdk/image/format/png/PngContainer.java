package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import io.github.dcpt4j.sdk.image.opencv.MatHints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * PNG: chunks of length, name, content, checksum; the first is IHDR, the last IEND. The decoder
 * gets those alone that make the pixels: it would unpack every text of the others, of any size.
 */
final class PngContainer {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int HEADER = SIGNATURE_LENGTH + 8;
  private static final int CHUNK_FRAME = 12;

  // Pixels may not be interrupted by other chunks; the few chunks before them may.
  private static final int MOST_PARTS = 1000;

  private static final int GREY = 0;
  private static final int GREY_ALPHA = 4;

  private final ByteBuffer file;
  private final ReadLimits limits;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private int partStart;
  private int partEnd = SIGNATURE_LENGTH;
  private OptionalInt transparentGrey = OptionalInt.empty();
  private final PngAncillary ancillary = new PngAncillary();
  private boolean pixelsBegan;
  private boolean transparencyKnown;

  private PngContainer(ByteBuffer file, ReadLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "\u0089PNG\r\n\u001a\n");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    return new PngContainer(file, limits).read();
  }

  private Container read() {
    if (!Bytes.areAt(file, SIGNATURE_LENGTH + 4, "IHDR")) {
      throw damaged();
    }
    int depth = file.get(HEADER + 8);
    int type = file.get(HEADER + 9);
    // All others may come with an alpha of their own or out of tRNS.
    int channels = type == GREY ? 2 : 4;
    int pixelBytes = channels * (depth > 8 ? 2 : 1);
    limits.requireSize(file.getInt(HEADER), file.getInt(HEADER + 4), pixelBytes);
    int next = SIGNATURE_LENGTH;
    String name = "";
    while (!name.equals("IEND")) {
      Bytes.requireLength(file, (long) next + CHUNK_FRAME);
      long end = (long) next + CHUNK_FRAME + (file.getInt(next) & 0xffffffffL);
      Bytes.requireLength(file, end);
      name = name(next + 4);
      look(name, next, (int) end);
      next = (int) end;
    }
    endPart();
    OptionalDouble transparent =
        transparentGrey.isPresent()
            ? OptionalDouble.of(transparentGrey.getAsInt() / (float) ((1 << depth) - 1))
            : OptionalDouble.empty();
    return new Container(
        file.getInt(HEADER),
        file.getInt(HEADER + 4),
        pixelBytes,
        ancillary.attachments(limits),
        new OpenCvDecoder("PNG", parts, new MatHints(type == GREY_ALPHA, transparent)));
  }

  private void look(String name, int chunk, int end) {
    ByteBuffer content = file.slice(chunk + 8, end - chunk - CHUNK_FRAME);
    if (Character.isUpperCase(name.charAt(0))) {
      requireChecksum(chunk, end);
    }
    switch (name) {
      case "IHDR" -> {
        if (chunk != SIGNATURE_LENGTH) {
          throw damaged();
        }
        keep(chunk, end);
      }
      case "PLTE", "IEND" -> keep(chunk, end);
      case "IDAT" -> {
        pixelsBegan = true;
        keep(chunk, end);
      }
      case "tRNS" -> keepTransparency(content, chunk, end);
      case "acTL" ->
          throw new PictureException(
              PictureException.Kind.UNSUPPORTED,
              "The PNG picture is animated: save one frame of it.");
      default -> ancillary.add(name, content, pixelsBegan);
    }
  }

  /** Of several the first counts; behind the first pixels none does. */
  private void keepTransparency(ByteBuffer content, int chunk, int end) {
    if (transparencyKnown || pixelsBegan) {
      return;
    }
    transparencyKnown = true;
    keep(chunk, end);
    if (file.get(HEADER + 9) == GREY && content.limit() >= Short.BYTES) {
      transparentGrey = OptionalInt.of(content.getShort(0) & 0xffff);
    }
  }

  /** Adds a chunk to what the decoder gets; neighbours go together. */
  private void keep(int chunk, int end) {
    if (chunk != partEnd) {
      endPart();
      partStart = chunk;
    }
    partEnd = end;
  }

  private void endPart() {
    if (parts.size() == MOST_PARTS) {
      throw new PictureException(
          PictureException.Kind.TOO_MUCH_WORK,
          "The PNG picture's pixels lie too scattered: save it again.");
    }
    parts.add(file.slice(partStart, partEnd - partStart));
  }

  private String name(int offset) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      name.append((char) (file.get(offset + i) & 0xff));
    }
    return name.toString();
  }

  /** Critical chunks, with a capital first letter, make the picture; the others are left alone. */
  private void requireChecksum(int chunk, int end) {
    CRC32 checksum = new CRC32();
    checksum.update(file.slice(chunk + 4, end - chunk - 8));
    if ((int) checksum.getValue() != file.getInt(end - 4)) {
      throw damaged();
    }
  }

  private static PictureException damaged() {
    return new PictureException(
        PictureException.Kind.DAMAGED, "The PNG picture is damaged: copy the file again.");
  }
}
