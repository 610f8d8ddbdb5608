package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffDirectory;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Encodes TIFF in deflated strips. The writers at hand take EXIF entries apart and put them
 * together anew, which changes texts and moves makers' notes; here every entry keeps its bytes.
 */
final class TiffEncoder {
  private static final int STRIP_BYTES = 1 << 18;
  private static final long LONGEST_FILE = 0xffffffffL;
  private static final int DEFLATE = 8;
  private static final int GREY = 1;
  private static final int RGB = 2;
  private static final int STRAIGHT_ALPHA = 2;
  private static final int FLOATING = 3;
  private static final int ICC_PROFILE = 34675;

  private final Picture picture;
  private final ByteOrder order;
  private final TiffDirectory directory;
  private final int bands;

  private TiffEncoder(Picture picture, Metadata metadata) {
    this.picture = picture;
    bands = picture.channels() + (picture.alpha().isPresent() ? 1 : 0);
    byte[] exif = metadata.exif().orElse(null);
    if (exif == null) {
      order = ByteOrder.LITTLE_ENDIAN;
      directory = TiffDirectory.of(new TreeMap<>());
    } else {
      // Makers' notes are written in the order of the block.
      TiffReader reader = new TiffReader(ByteBuffer.wrap(exif));
      order = reader.order();
      directory = ExifBlock.directory(reader, picture.width(), picture.height());
    }
    metadata
        .resolution()
        .ifPresent(resolution -> ExifBlock.putResolution(resolution, directory, order));
    metadata
        .iccProfile()
        .ifPresent(profile -> directory.put(IfdEntry.ofBytes(ICC_PROFILE, profile, order)));
  }

  static void encode(Picture picture, Metadata metadata, OutputStream target) throws IOException {
    new TiffEncoder(picture, metadata).encode(target);
  }

  private void encode(OutputStream target) throws IOException {
    int rowBytes = Math.multiplyExact(picture.width() * bands, picture.sampleType().bytes());
    int rowsPerStrip = Math.min(Math.max(1, STRIP_BYTES / rowBytes), picture.height());
    List<byte[]> strips = new ArrayList<>();
    for (int y = 0; y < picture.height(); y += rowsPerStrip) {
      strips.add(strip(y, Math.min(rowsPerStrip, picture.height() - y), rowBytes));
    }
    describe(rowsPerStrip);
    int[] lengths = strips.stream().mapToInt(strip -> strip.length).toArray();
    put(279, IfdEntry.TYPE_LONG, lengths);
    put(273, IfdEntry.TYPE_LONG, new int[lengths.length]);
    // Where the strips begin does not change how long the directory is.
    long start = TiffWriter.write(directory, order).length;
    put(273, IfdEntry.TYPE_LONG, offsets(start, lengths));
    target.write(TiffWriter.write(directory, order));
    for (byte[] strip : strips) {
      target.write(strip);
    }
  }

  private static int[] offsets(long start, int[] lengths) {
    int[] offsets = new int[lengths.length];
    long next = start;
    for (int i = 0; i < lengths.length; i++) {
      offsets[i] = (int) next;
      next += lengths[i];
    }
    if (next > LONGEST_FILE) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The picture takes more than the 4 GB of a TIFF file: choose PNG.");
    }
    return offsets;
  }

  private void describe(int rowsPerStrip) {
    SampleType type = picture.sampleType();
    put(256, IfdEntry.TYPE_LONG, picture.width());
    put(257, IfdEntry.TYPE_LONG, picture.height());
    int[] bits = new int[bands];
    Arrays.fill(bits, type.bytes() * Byte.SIZE);
    put(258, IfdEntry.TYPE_SHORT, bits);
    put(259, IfdEntry.TYPE_SHORT, DEFLATE);
    put(262, IfdEntry.TYPE_SHORT, picture.isGrey() ? GREY : RGB);
    put(277, IfdEntry.TYPE_SHORT, bands);
    put(278, IfdEntry.TYPE_LONG, rowsPerStrip);
    put(284, IfdEntry.TYPE_SHORT, 1);
    if (picture.alpha().isPresent()) {
      put(338, IfdEntry.TYPE_SHORT, STRAIGHT_ALPHA);
    }
    if (type == SampleType.FLOAT32) {
      int[] formats = new int[bands];
      Arrays.fill(formats, FLOATING);
      put(339, IfdEntry.TYPE_SHORT, formats);
    }
  }

  private void put(int tag, int type, int... numbers) {
    directory.put(IfdEntry.of(tag, type, numbers, order));
  }

  private byte[] strip(int first, int count, int rowBytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    Samples row = Samples.allocate(picture.sampleType(), picture.width() * bands);
    ByteBuffer bytes = ByteBuffer.allocate(rowBytes).order(order);
    try (DeflaterOutputStream target = new DeflaterOutputStream(packed, deflater, STRIP_BYTES)) {
      for (int y = first; y < first + count; y++) {
        for (int band = 0; band < bands; band++) {
          picture.copyRow(band, y, row, band, bands);
        }
        target.write(bytes(row, bytes));
      }
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  private static byte[] bytes(Samples row, ByteBuffer target) {
    switch (row.type()) {
      case UINT8 -> target.put(0, (byte[]) row.array());
      case UINT16 -> target.asShortBuffer().put((short[]) row.array());
      case FLOAT32 -> target.asFloatBuffer().put((float[]) row.array());
    }
    return target.array();
  }
}
