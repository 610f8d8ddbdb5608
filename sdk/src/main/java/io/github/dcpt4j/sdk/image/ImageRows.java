package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.image.PictureAssembler.BandOrder;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;

/**
 * The rows of one of Java's images. Samples of grey or RGB are taken as they are, so that their
 * depth stays and no colour is converted; images of any other kind are asked for 8-bit sRGB.
 */
abstract class ImageRows {
  private final BufferedImage image;
  private final BandOrder bands;
  private final SampleType type;

  private ImageRows(BufferedImage image, BandOrder bands, SampleType type) {
    this.image = image;
    this.bands = bands;
    this.type = type;
  }

  static ImageRows of(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    return holdsPlainSamples(image) ? new Plain(image, colours) : new Converted(image);
  }

  /** The rows of an image that is known to be grey, whatever Java holds it as. */
  static ImageRows ofGrey(BufferedImage image) {
    return holdsPlainSamples(image)
        ? of(image)
        : new Converted(image, BandOrder.grey(Converted.BANDS, BandOrder.NONE));
  }

  final Picture picture(Orientation orientation, Metadata metadata) {
    int width = image.getWidth();
    PictureAssembler assembler =
        new PictureAssembler(width, image.getHeight(), orientation, bands, type);
    Samples row = Samples.allocate(type, width * bands.count());
    for (int y = 0; y < image.getHeight(); y++) {
      read(y, row);
      assembler.put(y, row);
    }
    if (bands.hasAlpha() && holdsPlainSamples(image) && image.isAlphaPremultiplied()) {
      assembler.divideByAlpha();
    }
    return assembler.build(metadata);
  }

  abstract void read(int y, Samples row);

  /** Returns whether samples can be taken as they are. */
  static boolean holdsPlainSamples(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    int kind = colours.getColorSpace().getType();
    return colours instanceof ComponentColorModel
        && type(image.getRaster().getTransferType()) != null
        && (kind == ColorSpace.TYPE_GRAY || kind == ColorSpace.TYPE_RGB);
  }

  private static SampleType type(int transferType) {
    return switch (transferType) {
      case DataBuffer.TYPE_BYTE -> SampleType.UINT8;
      case DataBuffer.TYPE_USHORT -> SampleType.UINT16;
      case DataBuffer.TYPE_FLOAT -> SampleType.FLOAT32;
      default -> null;
    };
  }

  /** Grey or red, green, blue, then perhaps alpha. */
  private static final class Plain extends ImageRows {
    private final BufferedImage image;

    Plain(BufferedImage image, ColorModel colours) {
      super(image, bands(colours), type(image.getRaster().getTransferType()));
      this.image = image;
    }

    private static BandOrder bands(ColorModel colours) {
      int count = colours.getNumComponents();
      return colours.getNumColorComponents() == 1
          ? BandOrder.grey(count, colours.hasAlpha() ? 1 : BandOrder.NONE)
          : BandOrder.redFirst(count);
    }

    @Override
    void read(int y, Samples row) {
      image.getRaster().getDataElements(0, y, image.getWidth(), 1, row.array());
    }
  }

  /** Red, green, blue and alpha in 8 bits, by way of Java's own conversion. */
  private static final class Converted extends ImageRows {
    static final int BANDS = 4;

    private final BufferedImage image;
    private final int[] pixels;

    Converted(BufferedImage image) {
      this(
          image,
          image.getColorModel().hasAlpha()
              ? BandOrder.redFirst(BANDS)
              : BandOrder.opaqueRedFirst(BANDS));
    }

    Converted(BufferedImage image, BandOrder bands) {
      super(image, bands, SampleType.UINT8);
      this.image = image;
      pixels = new int[image.getWidth()];
    }

    @Override
    void read(int y, Samples row) {
      byte[] target = (byte[]) row.array();
      image.getRGB(0, y, pixels.length, 1, pixels, 0, pixels.length);
      int next = 0;
      for (int argb : pixels) {
        target[next++] = (byte) (argb >> 16);
        target[next++] = (byte) (argb >> 8);
        target[next++] = (byte) argb;
        target[next++] = (byte) (argb >> 24);
      }
    }
  }
}
