package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.IccProfile;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.InflaterInputStream;

/**
 * What a PNG file says beside its pixels. As in libpng the first chunk of a kind counts, and those
 * that describe colours do not count behind the pixels. Nothing is unpacked but a profile and old
 * EXIF texts, once each.
 */
final class PngAncillary {
  private static final Set<String> BEFORE_PIXELS = Set.of("cICP", "gAMA", "cHRM", "sRGB", "iCCP");
  private static final Set<String> ANYWHERE = Set.of("pHYs", "eXIf");
  private static final Set<String> TEXTS = Set.of("tEXt", "zTXt");
  private static final int LONGEST_NAME = 80;
  private static final int PHYSICAL_LENGTH = 9;

  private final Map<String, ByteBuffer> chunks = new HashMap<>();
  private ByteBuffer rawExif;
  private boolean rawIsPacked;

  void add(String name, ByteBuffer content, boolean pixelsBegan) {
    if (BEFORE_PIXELS.contains(name) && !pixelsBegan || ANYWHERE.contains(name)) {
      chunks.putIfAbsent(name, content);
      List<Integer> cicp = name.equals("cICP") ? numbers(name, 4, 1) : List.of();
      if (!cicp.isEmpty()) {
        IccProfile.requireStandardTransfer(cicp.get(1));
      }
    } else if (TEXTS.contains(name) && rawExif == null && RawProfile.isExif(content)) {
      rawExif = content;
      rawIsPacked = name.equals("zTXt");
    }
  }

  Attachments attachments(ReadLimits limits) {
    ByteBuffer profile = chunks.get("iCCP");
    return new Attachments(
        profile == null ? null : unpacked(profile, limits.metadataBytes() + 1),
        exif(limits),
        resolution(),
        new ColourTags(
            numbers("cICP", 4, 1),
            numbers("gAMA", 1, Integer.BYTES),
            numbers("cHRM", 8, Integer.BYTES),
            numbers("sRGB", 1, 1)));
  }

  private byte[] exif(ReadLimits limits) {
    ByteBuffer own = chunks.get("eXIf");
    if (own != null) {
      return ExifBlock.withoutPrefix(Bytes.copy(own, 0, own.limit()));
    }
    if (rawExif == null) {
      return null;
    }
    // Two digits and now and then a line end for each byte
    long longest = 3 * limits.metadataBytes();
    byte[] text = rawIsPacked ? unpacked(rawExif, longest) : textOf(rawExif);
    return RawProfile.decoded(text).map(ExifBlock::withoutPrefix).orElse(null);
  }

  private static byte[] textOf(ByteBuffer content) {
    int start = Math.min(nameLength(content) + 1, content.limit());
    return Bytes.copy(content, start, content.limit() - start);
  }

  private Optional<Resolution> resolution() {
    ByteBuffer content = chunks.get("pHYs");
    if (content == null || content.limit() != PHYSICAL_LENGTH) {
      return Optional.empty();
    }
    return Resolution.ofStated(
        content.getInt(0) & 0xffffffffL,
        content.getInt(4) & 0xffffffffL,
        content.get(8) == 1 ? Unit.METRE : Unit.NONE);
  }

  /** Returns the numbers of a chunk of fixed length; none if it is missing or of another one. */
  private List<Integer> numbers(String name, int count, int bytes) {
    ByteBuffer content = chunks.get(name);
    List<Integer> numbers = new ArrayList<>();
    if (content != null && content.limit() == count * bytes) {
      for (int i = 0; i < count; i++) {
        numbers.add(bytes == 1 ? content.get(i) & 0xff : content.getInt(i * bytes));
      }
    }
    return numbers;
  }

  private static int nameLength(ByteBuffer content) {
    int name = 0;
    while (name < Math.min(LONGEST_NAME, content.limit()) && content.get(name) != 0) {
      name++;
    }
    return name;
  }

  /** Behind a name, its closing zero and the number of the method, 0, lies a zlib stream. */
  private static byte[] unpacked(ByteBuffer content, long longest) {
    int start = Math.min(nameLength(content) + 2, content.limit());
    byte[] packed = Bytes.copy(content, start, content.limit() - start);
    try (InflaterInputStream unpacked = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return unpacked.readNBytes((int) Math.min(longest, Integer.MAX_VALUE));
    } catch (IOException e) {
      // What remains is no profile and will be left out as such.
      return new byte[0];
    }
  }
}
