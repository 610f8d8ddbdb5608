package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Bitmaps of Windows and OS/2: a file header with the offset of the pixels, an information header
 * whose length tells its version, colour masks or a palette.
 */
final class BmpContainer {
  private static final int INFORMATION = 14;
  private static final int CORE_LENGTH = 12;
  private static final int WINDOWS_LENGTH = 40;
  private static final int OS2_LENGTH = 64;
  private static final int MASKS = INFORMATION + WINDOWS_LENGTH;
  private static final int UNCOMPRESSED = 0;
  private static final int RUN_LENGTHS_8 = 1;
  private static final int RUN_LENGTHS_4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;
  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16, 24, 32);

  private final ByteBuffer file;
  private final int headerLength;

  private BmpContainer(ByteBuffer file) {
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    headerLength = this.file.getInt(INFORMATION);
  }

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "BM");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    return new BmpContainer(file).read(limits);
  }

  private Container read(ReadLimits limits) {
    boolean core = headerLength == CORE_LENGTH;
    int width = core ? file.getShort(18) & 0xffff : file.getInt(18);
    int stored = core ? file.getShort(20) & 0xffff : file.getInt(22);
    int bits = file.getShort(core ? 24 : 28) & 0xffff;
    int compression = core || headerLength < 20 ? UNCOMPRESSED : file.getInt(30);
    limits.requireSize(width, Math.abs(stored), 4);
    requireKnown(bits, compression);
    long pixels = file.getInt(10) & 0xffffffffL;
    boolean runLengths = compression == RUN_LENGTHS_8 || compression == RUN_LENGTHS_4;
    // Rows are filled up to whole 32-bit words. Run lengths state no size.
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    Bytes.requireLength(file, pixels + (runLengths ? 0 : rowBytes * Math.abs(stored)));
    BmpColours colours =
        bits <= Byte.SIZE ? palette(bits, (int) pixels, core) : masks(bits, compression);
    return new Container(
        width,
        Math.abs(stored),
        4,
        new Attachments(null, null, resolution(), ColourTags.NONE),
        new BmpDecoder(file, width, stored, bits, (int) pixels, runLengths, colours));
  }

  private void requireKnown(int bits, int compression) {
    boolean os2 = headerLength == OS2_LENGTH || headerLength < WINDOWS_LENGTH;
    boolean known =
        switch (compression) {
          case UNCOMPRESSED -> DEPTHS.contains(bits);
          case RUN_LENGTHS_8 -> bits == 8;
          case RUN_LENGTHS_4 -> bits == 4;
          case BIT_FIELDS, ALPHA_BIT_FIELDS -> !os2 && (bits == 16 || bits == 32);
          default -> false;
        };
    if (headerLength < CORE_LENGTH || !known) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The BMP picture has "
              + bits
              + " bits per pixel in compression "
              + compression
              + ": save it as PNG.");
    }
  }

  private BmpColours palette(int bits, int pixels, boolean core) {
    int entry = core ? 3 : 4;
    int start = INFORMATION + headerLength;
    // Headers that are short enough leave the number of colours out.
    int stated = headerLength >= WINDOWS_LENGTH ? file.getInt(46) : 0;
    int most = 1 << bits;
    int room = Math.max(0, (pixels - start) / entry);
    int count = Math.min(stated > 0 && stated < most ? stated : most, room);
    int[] colours = new int[most];
    for (int i = 0; i < count; i++) {
      int place = start + i * entry;
      colours[i] =
          (file.get(place + 2) & 0xff) << 16
              | (file.get(place + 1) & 0xff) << 8
              | file.get(place) & 0xff;
    }
    return BmpColours.ofPalette(colours, count);
  }

  private BmpColours masks(int bits, int compression) {
    if (compression == UNCOMPRESSED) {
      return bits == 16
          ? BmpColours.ofMasks(0x7c00, 0x3e0, 0x1f, 0)
          : BmpColours.ofMasks(0xff0000, 0xff00, 0xff, 0);
    }
    boolean alpha = headerLength >= 56 || compression == ALPHA_BIT_FIELDS;
    return BmpColours.ofMasks(
        file.getInt(MASKS),
        file.getInt(MASKS + 4),
        file.getInt(MASKS + 8),
        alpha ? file.getInt(MASKS + 12) : 0);
  }

  private Optional<Resolution> resolution() {
    return headerLength >= WINDOWS_LENGTH
        ? Resolution.ofStated(file.getInt(38), file.getInt(42), Unit.METRE)
        : Optional.empty();
  }
}
