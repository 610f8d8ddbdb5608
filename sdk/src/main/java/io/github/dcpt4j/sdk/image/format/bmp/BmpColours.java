package io.github.dcpt4j.sdk.image.format.bmp;

import io.github.dcpt4j.sdk.image.PictureAssembler.BandOrder;

/**
 * What the bits of a pixel mean: a number in a palette, or channels that masks cut out.
 *
 * @param palette colours as 0xRRGGBB; null where masks count
 * @param masks of red, green, blue and alpha; a mask of 0 is a channel that is missing
 * @param grey whether all colours of the palette are grey
 */
record BmpColours(int[] palette, int[] masks, boolean grey) {
  private static final int ALPHA = 3;

  static BmpColours ofPalette(int[] palette, int count) {
    boolean grey = true;
    for (int i = 0; i < count; i++) {
      int blue = palette[i] & 0xff;
      grey &= palette[i] == blue * 0x010101;
    }
    return new BmpColours(palette, new int[ALPHA + 1], grey);
  }

  static BmpColours ofMasks(int red, int green, int blue, int alpha) {
    return new BmpColours(null, new int[] {red, green, blue, alpha}, false);
  }

  BandOrder bands() {
    if (grey) {
      return BandOrder.grey(1, BandOrder.NONE);
    }
    return BandOrder.redFirst(masks[ALPHA] == 0 ? 3 : 4);
  }

  /** Stores the samples of a pixel: grey; or red, green, blue and perhaps alpha. */
  void put(int pixel, byte[] row, int start) {
    if (palette == null) {
      for (int channel = 0; channel < (masks[ALPHA] == 0 ? 3 : 4); channel++) {
        row[start + channel] = (byte) channel(pixel, masks[channel]);
      }
    } else if (grey) {
      row[start] = (byte) palette[pixel];
    } else {
      row[start] = (byte) (palette[pixel] >> 16);
      row[start + 1] = (byte) (palette[pixel] >> 8);
      row[start + 2] = (byte) palette[pixel];
    }
  }

  /** Returns the bits under a mask as 8 bits: fewer are repeated, so that all ones give 255. */
  private static int channel(int pixel, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(mask) - shift;
    long value = (pixel & mask & 0xffffffffL) >>> shift;
    if (bits >= Byte.SIZE) {
      return (int) (value >>> bits - Byte.SIZE);
    }
    int filled = 0;
    for (int low = Byte.SIZE - bits; low > -bits; low -= bits) {
      filled |= (int) (low >= 0 ? value << low : value >> -low);
    }
    return filled;
  }
}
