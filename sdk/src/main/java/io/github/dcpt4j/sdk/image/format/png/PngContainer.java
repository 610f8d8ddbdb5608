package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.IccProfile;
import io.github.dcpt4j.sdk.image.opencv.MatHints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * PNG: chunks of length, name, content, checksum; the first is IHDR, the last IEND. The decoder
 * gets those alone that make the pixels: it would unpack every text of the others, of any size.
 */
final class PngContainer {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int HEADER = SIGNATURE_LENGTH + 8;
  private static final int CHUNK_FRAME = 12;
  private static final int LONGEST_PROFILE_NAME = 80;
  private static final Set<String> PIXEL_CHUNKS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

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
  private byte[] profile;
  private byte[] exif;

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
    int depth = file.get(HEADER + 8);
    int type = file.get(HEADER + 9);
    // All others may come with an alpha of their own or out of tRNS.
    int channels = type == GREY ? 2 : 4;
    OptionalDouble transparent =
        transparentGrey.isPresent()
            ? OptionalDouble.of(transparentGrey.getAsInt() / (float) ((1 << depth) - 1))
            : OptionalDouble.empty();
    OpenCvDecoder decoder =
        new OpenCvDecoder("PNG", parts, new MatHints(type == GREY_ALPHA, transparent));
    return new Container(
        file.getInt(HEADER),
        file.getInt(HEADER + 4),
        channels * (depth > 8 ? 2 : 1),
        new Attachments(profile, exif),
        decoder);
  }

  private void look(String name, int chunk, int end) {
    ByteBuffer content = file.slice(chunk + 8, end - chunk - CHUNK_FRAME);
    if (Character.isUpperCase(name.charAt(0))) {
      requireChecksum(chunk, end);
    }
    if (PIXEL_CHUNKS.contains(name)) {
      keep(chunk, end);
    }
    switch (name) {
      case "IHDR" -> {
        if (chunk != SIGNATURE_LENGTH) {
          throw damaged();
        }
      }
      case "acTL" ->
          throw new PictureException("The PNG picture is animated: save one frame of it.");
      case "cICP" -> IccProfile.requireStandardTransfer(content.get(1));
      case "iCCP" -> profile = unpackedProfile(content);
      case "eXIf" -> exif = ExifBlock.withoutPrefix(bytes(content));
      case "tRNS" -> {
        if (file.get(HEADER + 9) == GREY) {
          transparentGrey = OptionalInt.of(content.getShort(0) & 0xffff);
        }
      }
      default -> {
        // Nothing that is carried along.
      }
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
      throw new PictureException("The PNG picture's pixels lie too scattered: save it again.");
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

  /** Behind a name, its closing zero and the number of the method, 0, lies a zlib stream. */
  private byte[] unpackedProfile(ByteBuffer content) {
    int name = 0;
    while (name < Math.min(LONGEST_PROFILE_NAME, content.limit()) && content.get(name) != 0) {
      name++;
    }
    int start = Math.min(name + 2, content.limit());
    byte[] packed = bytes(content.slice(start, content.limit() - start));
    try (InflaterInputStream unpacked = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      // One byte more shows that there is too much.
      int longest = (int) Math.min(limits.metadataBytes() + 1, Integer.MAX_VALUE);
      return unpacked.readNBytes(longest);
    } catch (IOException e) {
      // What remains is no profile and will be left out as such.
      return new byte[0];
    }
  }

  private static byte[] bytes(ByteBuffer content) {
    return Bytes.copy(content, 0, content.limit());
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
    return new PictureException("The PNG picture is damaged: copy the file again.");
  }
}
