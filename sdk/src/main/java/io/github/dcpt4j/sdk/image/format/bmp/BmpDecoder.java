package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureAssembler;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.nio.ByteBuffer;

/**
 * Decodes bitmaps. OpenCV takes bits that no mask names for an alpha, spreads 5 bits over 0 to 248,
 * and does not know the headers of OS/2.
 *
 * @param file the file, least significant byte first
 * @param width pixels in a row
 * @param height rows, stored from the bottom; negative where they are stored from the top
 * @param bits bits of a pixel
 * @param start where the pixels begin
 * @param runLengths whether runs of pixels are packed
 * @param colours what the bits mean
 */
record BmpDecoder(
    ByteBuffer file,
    int width,
    int height,
    int bits,
    int start,
    boolean runLengths,
    BmpColours colours)
    implements Container.Decoder {

  @Override
  public Picture decode(Orientation orientation, Metadata metadata) {
    int rows = Math.abs(height);
    PictureAssembler assembler =
        new PictureAssembler(width, rows, orientation, colours.bands(), SampleType.UINT8);
    byte[] indices = runLengths ? BmpRunLengths.unpacked(file, start, width, rows, bits) : null;
    int bands = colours.bands().count();
    Samples samples = Samples.allocate(SampleType.UINT8, width * bands);
    byte[] row = (byte[]) samples.array();
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    for (int stored = 0; stored < rows; stored++) {
      long place = start + stored * rowBytes;
      for (int x = 0; x < width; x++) {
        int pixel = runLengths ? indices[stored * width + x] & 0xff : pixel(place, x);
        colours.put(pixel, row, x * bands);
      }
      assembler.put(height > 0 ? rows - 1 - stored : stored, samples);
    }
    return assembler.build(metadata);
  }

  private int pixel(long rowStart, int x) {
    int place = (int) (rowStart + (long) x * bits / Byte.SIZE);
    return switch (bits) {
      case 32 -> file.getInt(place);
      case 24 ->
          file.get(place) & 0xff
              | (file.get(place + 1) & 0xff) << 8
              | (file.get(place + 2) & 0xff) << 16;
      case 16 -> file.getShort(place) & 0xffff;
      case 8 -> file.get(place) & 0xff;
      default -> {
        int shift = Byte.SIZE - bits - x * bits % Byte.SIZE;
        yield (file.get(place) & 0xff) >> shift & (1 << bits) - 1;
      }
    };
  }

  /** Runs of equal pixels, in pairs of bytes. */
  private static final class BmpRunLengths {
    private static final int END_OF_ROW = 0;
    private static final int END_OF_PICTURE = 1;
    private static final int MOVE = 2;

    private final ByteBuffer file;
    private final int width;
    private final int bits;
    private final byte[] pixels;
    private int offset;
    private int x;
    private int y;

    private BmpRunLengths(ByteBuffer file, int offset, int width, int height, int bits) {
      this.file = file;
      this.offset = offset;
      this.width = width;
      this.bits = bits;
      pixels = new byte[Math.multiplyExact(width, height)];
    }

    static byte[] unpacked(ByteBuffer file, int offset, int width, int height, int bits) {
      BmpRunLengths runs = new BmpRunLengths(file, offset, width, height, bits);
      try {
        runs.unpack();
      } catch (IndexOutOfBoundsException e) {
        throw Bytes.cutOff(e);
      }
      return runs.pixels;
    }

    private void unpack() {
      while (true) {
        int count = next();
        int value = next();
        if (count > 0) {
          for (int i = 0; i < count; i++) {
            put(bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 0x0f);
          }
        } else if (value == END_OF_ROW) {
          x = 0;
          y++;
        } else if (value == END_OF_PICTURE) {
          return;
        } else if (value == MOVE) {
          x += next();
          y += next();
        } else {
          copy(value);
        }
      }
    }

    /** Pixels as they are, filled up to whole 16-bit words. */
    private void copy(int count) {
      int begin = offset;
      int value = 0;
      for (int i = 0; i < count; i++) {
        if (bits == 8 || i % 2 == 0) {
          value = next();
        }
        put(bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 0x0f);
      }
      offset += (offset - begin) & 1;
    }

    private void put(int value) {
      if (x >= width || (long) y * width + x >= pixels.length) {
        throw new PictureException(
            PictureException.Kind.DAMAGED,
            "The BMP picture's runs reach over its edge: copy the file again.");
      }
      pixels[y * width + x++] = (byte) value;
    }

    private int next() {
      return file.get(offset++) & 0xff;
    }
  }
}
