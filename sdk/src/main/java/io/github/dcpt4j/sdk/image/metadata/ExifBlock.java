package io.github.dcpt4j.sdk.image.metadata;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.StorageTags;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffDirectory;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      Set.of(X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT);

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
   * neither thumbnail nor what describes how pixels are stored.
   *
   * @param reader reads an EXIF block, or a whole TIFF file
   * @return an EXIF block; empty where nothing is said but a resolution
   * @throws PictureException if the data cannot be read
   * @throws IndexOutOfBoundsException if its first directory lies beyond the end
   */
  public static Optional<byte[]> cleaned(TiffReader reader, int width, int height) {
    ByteOrder order = reader.order();
    Map<Integer, IfdEntry> entries = reader.first();
    TiffDirectory main = TiffDirectory.of(entries);
    move(CAMERA_DIRECTORY, main, reader);
    move(PLACE_DIRECTORY, main, reader);
    TiffDirectory camera = main.inner().get(CAMERA_DIRECTORY);
    if (camera != null) {
      move(INTEROPERABILITY_DIRECTORY, camera, reader);
      camera.put(IfdEntry.of(PIXEL_WIDTH, IfdEntry.TYPE_LONG, width, order));
      camera.put(IfdEntry.of(PIXEL_HEIGHT, IfdEntry.TYPE_LONG, height, order));
    }
    entries.keySet().removeIf(StorageTags::contains);
    if (main.inner().isEmpty() && SAYING_LITTLE.containsAll(entries.keySet())) {
      return Optional.empty();
    }
    main.put(IfdEntry.of(ORIENTATION, IfdEntry.TYPE_SHORT, 1, order));
    return Optional.of(TiffWriter.write(main, order));
  }

  /** Reads the directory that an entry points at; drops an entry that points into the blue. */
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
