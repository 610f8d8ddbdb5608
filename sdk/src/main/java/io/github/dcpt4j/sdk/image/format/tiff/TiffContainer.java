package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * TIFF: a directory of tagged values states the size and where each strip or tile lies. Of several
 * pages the first is read.
 */
final class TiffContainer {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int ICC_PROFILE = 34675;

  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int PREMULTIPLIED = 1;
  private static final int UNSIGNED = 1;
  private static final int FLOATING = 3;
  private static final Set<Long> INTEGER_BITS = Set.of(1L, 2L, 4L, 8L, 16L);
  private static final Set<Long> FLOAT_BITS = Set.of(16L, 32L);
  private static final int OLD_JPEG = 6;
  private static final int UNCOMPRESSED = 1;

  private final byte[] encoded;
  private final ByteBuffer file;
  private final ReadLimits limits;
  private final Map<Integer, IfdEntry> entries;

  private TiffContainer(byte[] encoded, ReadLimits limits) {
    this.encoded = encoded;
    this.limits = limits;
    file = ByteBuffer.wrap(encoded);
    entries = new TiffReader(file).first();
  }

  static Container read(byte[] encoded, ReadLimits limits) {
    return new TiffContainer(encoded, limits).read();
  }

  private Container read() {
    boolean grey = requireColours();
    long samples = number(SAMPLES_PER_PIXEL, 1);
    SampleType type = requireSamples(samples);
    requireData(STRIP_OFFSETS, STRIP_LENGTHS);
    requireData(TILE_OFFSETS, TILE_LENGTHS);
    requireTiles();
    // A palette's entries have three colours.
    long pixelBytes = Math.max(samples, number(PHOTOMETRIC, 0) == PALETTE ? 3 : 1) * type.bytes();
    IfdEntry profile = entries.get(ICC_PROFILE);
    return new Container(
        side(WIDTH),
        side(HEIGHT),
        (int) pixelBytes,
        new Attachments(profile == null ? null : profile.value().array(), encoded),
        new TiffDecoder(
            encoded,
            side(WIDTH),
            side(HEIGHT),
            grey,
            number(EXTRA_SAMPLES, 0) == PREMULTIPLIED,
            type));
  }

  /** Returns whether the picture is grey. */
  private boolean requireColours() {
    int photometric = (int) entry(PHOTOMETRIC).number(0);
    if (photometric == CMYK) {
      throw new PictureException("The TIFF picture is CMYK: convert it to RGB first.");
    }
    if (photometric < 0 || photometric > YCBCR || photometric == 4) {
      throw new PictureException(
          "The TIFF picture is neither RGB nor grey (its colours are of kind "
              + photometric
              + "): convert it first.");
    }
    return photometric == WHITE_IS_ZERO || photometric == BLACK_IS_ZERO;
  }

  /** Checks channels and depth. */
  private SampleType requireSamples(long samples) {
    long colours = number(PHOTOMETRIC, 0) == RGB || number(PHOTOMETRIC, 0) == YCBCR ? 3 : 1;
    if (samples < colours || samples > colours + 1) {
      throw new PictureException(
          "The TIFF picture has "
              + samples
              + " channels: reduce them to grey or RGB, with one alpha at most.");
    }
    long bits = commonNumber(BITS_PER_SAMPLE, 1);
    long format = commonNumber(SAMPLE_FORMAT, UNSIGNED);
    boolean known =
        format == UNSIGNED && INTEGER_BITS.contains(bits)
            || format == FLOATING
                && FLOAT_BITS.contains(bits)
                && number(PHOTOMETRIC, WHITE_IS_ZERO) != WHITE_IS_ZERO;
    if (!known) {
      throw new PictureException(
          "The TIFF picture has samples of "
              + bits
              + " bits in format "
              + format
              + ": convert it to 8 or 16 bits, or to floats of 32 bits.");
    }
    if (format == FLOATING) {
      return SampleType.FLOAT32;
    }
    return bits > Byte.SIZE ? SampleType.UINT16 : SampleType.UINT8;
  }

  private void requireData(int offsets, int lengths) {
    IfdEntry starts = entries.get(offsets);
    IfdEntry sizes = entries.get(lengths);
    if (starts == null || sizes == null) {
      return;
    }
    if (!starts.isUnsigned() || !sizes.isUnsigned() || starts.count() != sizes.count()) {
      throw damaged();
    }
    for (int i = 0; i < starts.count(); i++) {
      Bytes.requireLength(file, starts.number(i) + sizes.number(i));
    }
  }

  /** A tile may be larger than the picture, and is decoded as a whole. */
  private void requireTiles() {
    long tile = number(TILE_WIDTH, 1) * number(TILE_HEIGHT, 1);
    if (tile > limits.pixels()) {
      throw new PictureException(
          "The TIFF picture has tiles of " + tile + " pixels: save it again with smaller ones.");
    }
    if (number(COMPRESSION, UNCOMPRESSED) == OLD_JPEG) {
      throw new PictureException(
          "The TIFF picture is compressed as JPEG of the old kind: save it again.");
    }
  }

  private int side(int tag) {
    return (int) Math.min(entry(tag).number(0), Integer.MAX_VALUE);
  }

  private long number(int tag, long otherwise) {
    return entries.containsKey(tag) ? entry(tag).number(0) : otherwise;
  }

  /** Returns the number that an entry states for every channel alike. */
  private long commonNumber(int tag, long otherwise) {
    long first = number(tag, otherwise);
    for (int i = 1; entries.containsKey(tag) && i < entry(tag).count(); i++) {
      if (entry(tag).number(i) != first) {
        throw new PictureException(
            "The TIFF picture has channels of different kinds: save it again with one for all.");
      }
    }
    return first;
  }

  private IfdEntry entry(int tag) {
    IfdEntry entry = entries.get(tag);
    if (entry == null || !entry.isUnsigned()) {
      throw damaged();
    }
    return entry;
  }

  private static PictureException damaged() {
    return new PictureException("The TIFF picture is damaged: copy the file again.");
  }
}
