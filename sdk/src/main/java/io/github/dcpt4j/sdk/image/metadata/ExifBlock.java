package io.github.dcpt4j.sdk.image.metadata;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.StorageTags;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffDirectory;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and rewrites EXIF data: a TIFF structure whose first directory points at others for the
 * camera, the place and more. None of the libraries at hand rewrites it without loss: makers' notes
 * hold offsets from the start of the block, so they must stay where they are.
 */
public final class ExifBlock {
  private static final Logger LOG = LoggerFactory.getLogger(ExifBlock.class);
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int ORIENTATION = 0x112;
  private static final int CAMERA_DIRECTORY = 0x8769;
  private static final int PLACE_DIRECTORY = 0x8825;
  private static final int INTEROPERABILITY_DIRECTORY = 0xa005;
  private static final int PIXEL_WIDTH = 0xa002;
  private static final int PIXEL_HEIGHT = 0xa003;

  private static final int X_RESOLUTION = 282;
  private static final int Y_RESOLUTION = 283;
  private static final int RESOLUTION_UNIT = 296;
  // Writers put these into every file.
  private static final Set<Integer> SAYING_LITTLE =
      Set.of(X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT, ORIENTATION);
  private static final int WHITE_POINT = 318;
  private static final int PRIMARIES = 319;
  private static final double CHROMATICITY_UNITS = 100_000;
  private static final int INCH = 2;
  private static final int CENTIMETRE = 3;

  private ExifBlock() {}

  /** Returns the block without the words that stand before it in some files. */
  public static byte[] withoutPrefix(byte[] block) {
    if (!Bytes.areAt(ByteBuffer.wrap(block), 0, "Exif\0\0")) {
      return block;
    }
    byte[] bare = new byte[block.length - PREFIX.length];
    System.arraycopy(block, PREFIX.length, bare, 0, bare.length);
    return bare;
  }

  /** Refuses what has no directory that can be read. */
  public static void requireReadable(byte[] block) {
    try {
      new TiffReader(ByteBuffer.wrap(block)).first();
    } catch (IndexOutOfBoundsException e) {
      throw new PictureException("The EXIF data is cut off: leave it away.", e);
    }
  }

  /** Returns the orientation that the first directory states, 1 to 8; 1 where it states none. */
  public static int orientation(Map<Integer, IfdEntry> directory) {
    IfdEntry entry = directory.get(ORIENTATION);
    if (entry == null || !entry.isUnsigned()) {
      return 1;
    }
    long value = entry.number(0);
    return value >= 1 && value <= 8 ? (int) value : 1;
  }

  /**
   * Rewrites EXIF data for a picture whose rows stand upright: orientation 1, these dimensions,
   * neither thumbnail nor what describes how pixels are stored. All other entries keep their bytes.
   *
   * @param reader reads an EXIF block, or a whole TIFF file
   * @return an EXIF block; empty where nothing is said but a resolution
   * @throws PictureException if the data cannot be read
   * @throws IndexOutOfBoundsException if its first directory lies beyond the end
   */
  public static Optional<byte[]> cleaned(TiffReader reader, int width, int height) {
    TiffDirectory main = directory(reader, width, height);
    if (main.inner().isEmpty() && SAYING_LITTLE.containsAll(main.entries().keySet())) {
      return Optional.empty();
    }
    return Optional.of(TiffWriter.write(main, reader.order()));
  }

  /** Returns the directories that {@link #cleaned} writes. */
  public static TiffDirectory directory(TiffReader reader, int width, int height) {
    ByteOrder order = reader.order();
    TiffDirectory main = whole(reader);
    TiffDirectory camera = main.inner().get(CAMERA_DIRECTORY);
    if (camera != null) {
      camera.put(IfdEntry.of(PIXEL_WIDTH, IfdEntry.TYPE_LONG, width, order));
      camera.put(IfdEntry.of(PIXEL_HEIGHT, IfdEntry.TYPE_LONG, height, order));
    }
    main.entries().keySet().removeIf(StorageTags::contains);
    main.put(IfdEntry.of(ORIENTATION, IfdEntry.TYPE_SHORT, 1, order));
    return main;
  }

  /** Returns the resolution that the first directory states, if it states one. */
  public static Optional<Resolution> resolution(Map<Integer, IfdEntry> directory) {
    IfdEntry horizontal = directory.get(X_RESOLUTION);
    IfdEntry vertical = directory.getOrDefault(Y_RESOLUTION, horizontal);
    if (horizontal == null) {
      return Optional.empty();
    }
    IfdEntry unit = directory.get(RESOLUTION_UNIT);
    // Without the entry the unit is an inch.
    long number = unit == null || !unit.isUnsigned() ? INCH : unit.number(0);
    return Resolution.ofStated(
        horizontal.rational(),
        vertical.rational(),
        number == INCH ? Unit.INCH : number == CENTIMETRE ? Unit.CENTIMETRE : Unit.NONE);
  }

  /**
   * Returns the colours that the first directory of a TIFF file states beside a profile; nothing
   * where they are those of sRGB, which many programs write into every file.
   */
  public static ColourTags colourTags(Map<Integer, IfdEntry> directory) {
    List<Integer> chromaticities = new ArrayList<>();
    for (int tag : new int[] {WHITE_POINT, PRIMARIES}) {
      IfdEntry entry = directory.get(tag);
      int count = tag == WHITE_POINT ? 2 : 6;
      if (entry == null || entry.type() != IfdEntry.TYPE_RATIONAL || entry.count() != count) {
        return ColourTags.NONE;
      }
      for (int i = 0; i < count; i++) {
        chromaticities.add((int) Math.rint(entry.rational(i) * CHROMATICITY_UNITS));
      }
    }
    ColourTags tags = new ColourTags(List.of(), List.of(), chromaticities, List.of());
    return tags.matter(false) ? tags : ColourTags.NONE;
  }

  /** Returns an EXIF block that states a resolution, and all that another block says. */
  public static byte[] stating(Resolution resolution, Optional<byte[]> block) {
    if (block.isEmpty()) {
      TiffDirectory alone = TiffDirectory.of(new TreeMap<>());
      putResolution(resolution, alone, ByteOrder.LITTLE_ENDIAN);
      return TiffWriter.write(alone, ByteOrder.LITTLE_ENDIAN);
    }
    TiffReader reader = new TiffReader(ByteBuffer.wrap(block.get()));
    TiffDirectory main = whole(reader);
    putResolution(resolution, main, reader.order());
    return TiffWriter.write(main, reader.order());
  }

  /** States a resolution in a directory. */
  public static void putResolution(Resolution resolution, TiffDirectory main, ByteOrder order) {
    Resolution stated = resolution.unit() == Unit.METRE ? resolution.in(Unit.INCH) : resolution;
    int unit =
        switch (stated.unit()) {
          case INCH, METRE -> INCH;
          case CENTIMETRE -> CENTIMETRE;
          case NONE -> 1;
        };
    main.put(IfdEntry.ofRational(X_RESOLUTION, stated.horizontal(), order));
    main.put(IfdEntry.ofRational(Y_RESOLUTION, stated.vertical(), order));
    main.put(IfdEntry.of(RESOLUTION_UNIT, IfdEntry.TYPE_SHORT, unit, order));
  }

  private static TiffDirectory whole(TiffReader reader) {
    TiffDirectory main = TiffDirectory.of(reader.first());
    move(CAMERA_DIRECTORY, main, reader);
    move(PLACE_DIRECTORY, main, reader);
    TiffDirectory camera = main.inner().get(CAMERA_DIRECTORY);
    if (camera != null) {
      move(INTEROPERABILITY_DIRECTORY, camera, reader);
    }
    return main;
  }

  /** Reads the directory that an entry points at; drops an entry that points beyond the end. */
  private static void move(int tag, TiffDirectory directory, TiffReader reader) {
    IfdEntry pointer = directory.entries().remove(tag);
    if (pointer != null && pointer.isUnsigned()) {
      try {
        Map<Integer, IfdEntry> target = reader.directory((int) pointer.number(0));
        directory.inner().put(tag, TiffDirectory.of(target));
      } catch (IndexOutOfBoundsException e) {
        LOG.debug("EXIF directory {} lies beyond the end of the data", tag);
      }
    }
  }
}
