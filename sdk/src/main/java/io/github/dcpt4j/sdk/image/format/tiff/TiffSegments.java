package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.jpeg.JpegStructure;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The strips or tiles of a TIFF picture. Each is decoded as a whole, however little of it the
 * picture shows, so it is they that decide on time and memory, and not the picture's size.
 */
final class TiffSegments {
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int UNCOMPRESSED = 1;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int SEPARATE = 2;

  // What the decoder takes for a row and for a segment, whatever is in them, as samples.
  private static final int ROW_WORK = 300;
  private static final int SEGMENT_WORK = 2_000;
  private static final int JPEG_WORK = 40_000;
  private static final long SPARE_MEMORY = 32L << 20;
  // What the walk through a JPEG looks at more than once, in bytes of the file.
  private static final int MOST_WALKS = 4;

  private final ByteBuffer file;
  private final TiffTags tags;
  private final ReadLimits limits;
  private final boolean tiled;
  private final long width;
  private final long height;
  private final long count;
  private final long rows;
  private final long planes;
  private final long pixelBytes;

  /** Checks that the segments lie in the file, and what a single one of them takes. */
  TiffSegments(
      byte[] encoded,
      TiffTags tags,
      int pictureWidth,
      int pictureHeight,
      int pixelBytes,
      ReadLimits limits) {
    file = ByteBuffer.wrap(encoded);
    this.tags = tags;
    this.limits = limits;
    this.pixelBytes = pixelBytes;
    tiled = tags.find(TILE_WIDTH) != null || tags.find(TILE_OFFSETS) != null;
    width = tiled ? tags.number(TILE_WIDTH) : pictureWidth;
    height =
        tiled
            ? tags.number(TILE_HEIGHT)
            : Math.min(tags.number(ROWS_PER_STRIP, pictureHeight), pictureHeight);
    if (width < 1 || height < 1) {
      throw TiffTags.damaged();
    }
    boolean separate = tags.number(PLANAR, 1) == SEPARATE;
    planes = separate ? tags.number(SAMPLES_PER_PIXEL, 1) : 1;
    long across = (pictureWidth + width - 1) / width;
    long down = (pictureHeight + height - 1) / height;
    count = across * down * planes;
    rows = across * pictureHeight * planes;
    requireMemory((long) pictureWidth * pictureHeight);
    requireData();
  }

  private void requireMemory(long picturePixels) {
    boolean fits =
        width <= limits.pixels()
            && height <= limits.pixels()
            && width * height <= limits.pixels()
            && width * height * pixelBytes / planes <= picturePixels * pixelBytes + SPARE_MEMORY;
    if (!fits) {
      throw new PictureException(
          PictureException.Kind.TOO_MUCH_WORK,
          "The TIFF picture has tiles of "
              + width
              + "x"
              + height
              + " pixels: save it again with smaller ones.");
    }
  }

  private void requireData() {
    if (tags.number(COMPRESSION, UNCOMPRESSED) == OLD_JPEG) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The TIFF picture is compressed as JPEG of the old kind: save it again.");
    }
    IfdEntry starts = tags.unsigned(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    IfdEntry sizes = tags.find(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    if (starts.count() < count) {
      throw TiffTags.damaged();
    }
    if (sizes == null) {
      return;
    }
    if (!sizes.isUnsigned() || starts.count() != sizes.count()) {
      throw TiffTags.damaged();
    }
    for (int i = 0; i < starts.count(); i++) {
      Bytes.requireLength(file, starts.number(i) + sizes.number(i));
    }
  }

  /** Returns an estimate of decoding, in visits of a sample. */
  long work() {
    long samples = count * (width * height * pixelBytes / planes + SEGMENT_WORK);
    return samples + rows * ROW_WORK + (isJpeg() ? jpegWork() : 0);
  }

  private boolean isJpeg() {
    return tags.number(COMPRESSION, UNCOMPRESSED) == JPEG;
  }

  /** Many segments may be one and the same JPEG, which is walked once. */
  private long jpegWork() {
    IfdEntry starts = tags.unsigned(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    IfdEntry sizes = tags.unsigned(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    Map<Long, Long> known = new HashMap<>();
    long budget = (long) MOST_WALKS * file.limit();
    long work = 0;
    for (int i = 0; i < count; i++) {
      long start = starts.number(i);
      long size = sizes.number(i);
      Long one = known.get(start << Integer.SIZE | size);
      if (one == null) {
        budget -= size;
        if (budget < 0) {
          throw new PictureException(
              PictureException.Kind.TOO_MUCH_WORK,
              "The TIFF picture's strips or tiles overlap: save it again.");
        }
        one = workOf((int) start, (int) size);
        known.put(start << Integer.SIZE | size, one);
      }
      work += one;
    }
    return work;
  }

  private long workOf(int start, int size) {
    if (!Bytes.areAt(file, start, "\u00ff\u00d8")) {
      throw TiffTags.damaged();
    }
    JpegStructure jpeg = JpegStructure.within(file, start, size, limits);
    if (jpeg.width() > width || jpeg.height() > height) {
      throw new PictureException(
          PictureException.Kind.DAMAGED,
          "The TIFF picture's JPEG data states "
              + jpeg.width()
              + "x"
              + jpeg.height()
              + " pixels, more than its strip or tile has: save it again.");
    }
    return jpeg.work() + JPEG_WORK;
  }
}
