package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * TIFF: a directory of tagged values states the size and where each strip or tile lies. Of several
 * pages the first is read.
 */
final class TiffContainer {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES_PER_PIXEL = 277;
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

  private final byte[] encoded;
  private final ReadLimits limits;
  private final TiffReader reader;
  private final TiffTags tags;

  private TiffContainer(byte[] encoded, ReadLimits limits) {
    this.encoded = encoded;
    this.limits = limits;
    reader = new TiffReader(ByteBuffer.wrap(encoded));
    tags = new TiffTags(reader.first());
  }

  static Container read(byte[] encoded, ReadLimits limits) {
    return new TiffContainer(encoded, limits).read();
  }

  private Container read() {
    if (reader.repeated().contains(WIDTH) || reader.repeated().contains(HEIGHT)) {
      throw new PictureException(
          PictureException.Kind.DAMAGED, "The TIFF picture states two sizes: save it again.");
    }
    boolean grey = requireColours();
    long samples = tags.number(SAMPLES_PER_PIXEL, 1);
    SampleType type = requireSamples(samples);
    // A palette's entries have three colours.
    boolean palette = tags.number(PHOTOMETRIC, 0) == PALETTE;
    int pixelBytes = (int) Math.max(samples, palette ? 3 : 1) * type.bytes();
    limits.requireSize(side(WIDTH), side(HEIGHT), pixelBytes);
    TiffSegments segments =
        new TiffSegments(encoded, tags, side(WIDTH), side(HEIGHT), pixelBytes, limits);
    IfdEntry profile = tags.find(ICC_PROFILE);
    return new Container(
        side(WIDTH),
        side(HEIGHT),
        pixelBytes,
        reader.hasSecond(),
        segments.work(),
        new Attachments(
            profile == null ? null : profile.value().array(),
            encoded,
            Optional.empty(),
            ExifBlock.colourTags(tags.entries())),
        new TiffDecoder(
            new SinglePageStream(encoded, reader.order(), tags),
            side(WIDTH),
            side(HEIGHT),
            grey,
            tags.number(EXTRA_SAMPLES, 0) == PREMULTIPLIED,
            type));
  }

  /** Returns whether the picture is grey. */
  private boolean requireColours() {
    int photometric = (int) tags.number(PHOTOMETRIC);
    if (photometric == CMYK) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED, "The TIFF picture is CMYK: convert it to RGB first.");
    }
    if (photometric < 0 || photometric > YCBCR || photometric == 4) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The TIFF picture is neither RGB nor grey (its colours are of kind "
              + photometric
              + "): convert it first.");
    }
    return photometric == WHITE_IS_ZERO || photometric == BLACK_IS_ZERO;
  }

  /** Checks channels and depth. */
  private SampleType requireSamples(long samples) {
    long colours =
        tags.number(PHOTOMETRIC, 0) == RGB || tags.number(PHOTOMETRIC, 0) == YCBCR ? 3 : 1;
    if (samples < colours || samples > colours + 1) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The TIFF picture has "
              + samples
              + " channels: reduce them to grey or RGB, with one alpha at most.");
    }
    long bits = tags.commonNumber(BITS_PER_SAMPLE, 1);
    long format = tags.commonNumber(SAMPLE_FORMAT, UNSIGNED);
    boolean known =
        format == UNSIGNED && INTEGER_BITS.contains(bits)
            || format == FLOATING
                && FLOAT_BITS.contains(bits)
                && tags.number(PHOTOMETRIC, WHITE_IS_ZERO) != WHITE_IS_ZERO;
    if (!known) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
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

  private int side(int tag) {
    return (int) Math.min(tags.number(tag), Integer.MAX_VALUE);
  }
}
