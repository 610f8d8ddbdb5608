package io.github.dcpt4j.sdk.image.awt;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureAssembler;
import io.github.dcpt4j.sdk.image.PictureAssembler.BandOrder;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * The rows of one of Java's images. Samples of grey or RGB are taken as they are, so that their
 * depth stays and no colour is converted; images of any other kind are asked for 8-bit sRGB.
 */
public abstract class ImageRows {
  private final int width;
  private final int height;
  private final BandOrder bands;
  private final SampleType type;

  private ImageRows(int width, int height, BandOrder bands, SampleType type) {
    this.width = width;
    this.height = height;
    this.bands = bands;
    this.type = type;
  }

  /** The rows of any image. */
  public static ImageRows of(BufferedImage image) {
    if (!holdsPlainSamples(image)) {
      boolean alpha = image.getColorModel().hasAlpha();
      return new Converted(
          image,
          alpha ? BandOrder.redFirst(Converted.BANDS) : BandOrder.opaqueRedFirst(Converted.BANDS));
    }
    ColorModel colours = image.getColorModel();
    boolean grey = colours.getNumColorComponents() == 1;
    return of(image.getRaster(), grey, image.isAlphaPremultiplied());
  }

  /** The rows of an image that is known to be grey, whatever Java holds it as. */
  public static ImageRows ofGrey(BufferedImage image) {
    return holdsPlainSamples(image)
        ? of(image)
        : new Converted(image, BandOrder.grey(Converted.BANDS, BandOrder.NONE));
  }

  /**
   * The rows of bytes, unsigned 16-bit integers or floats.
   *
   * @param raster of one or three bands, and perhaps one more of alpha
   * @param grey whether they are grey or red, green, blue
   * @param premultiplied whether the colours are multiplied by the alpha
   */
  public static ImageRows of(Raster raster, boolean grey, boolean premultiplied) {
    int count = raster.getNumBands();
    BandOrder bands =
        grey ? BandOrder.grey(count, count > 1 ? 1 : BandOrder.NONE) : BandOrder.redFirst(count);
    return new Plain(raster, bands, premultiplied && bands.hasAlpha());
  }

  /** Makes a picture of the rows. */
  public final Picture picture(Orientation orientation, Metadata metadata) {
    PictureAssembler assembler = new PictureAssembler(width, height, orientation, bands, type);
    Samples row = Samples.allocate(type, width * bands.count());
    for (int y = 0; y < height; y++) {
      read(y, row);
      assembler.put(y, row);
    }
    if (isPremultiplied()) {
      assembler.divideByAlpha();
    }
    return assembler.build(metadata);
  }

  abstract void read(int y, Samples row);

  abstract boolean isPremultiplied();

  /** Returns whether samples can be taken as they are. */
  static boolean holdsPlainSamples(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    int kind = colours.getColorSpace().getType();
    return colours instanceof ComponentColorModel
        && type(image.getRaster().getTransferType()).isPresent()
        && (kind == ColorSpace.TYPE_GRAY || kind == ColorSpace.TYPE_RGB);
  }

  private static Optional<SampleType> type(int transferType) {
    return switch (transferType) {
      case DataBuffer.TYPE_BYTE -> Optional.of(SampleType.UINT8);
      case DataBuffer.TYPE_USHORT -> Optional.of(SampleType.UINT16);
      case DataBuffer.TYPE_FLOAT -> Optional.of(SampleType.FLOAT32);
      default -> Optional.empty();
    };
  }

  /** Samples as they are. */
  private static final class Plain extends ImageRows {
    private final Raster raster;
    private final boolean premultiplied;

    Plain(Raster raster, BandOrder bands, boolean premultiplied) {
      super(raster.getWidth(), raster.getHeight(), bands, typeOf(raster));
      this.raster = raster;
      this.premultiplied = premultiplied;
    }

    private static SampleType typeOf(Raster raster) {
      return type(raster.getTransferType())
          .orElseThrow(
              () ->
                  new PictureException(
                      "The picture's samples are of a kind that is not supported: "
                          + "convert it to 8 or 16 bits."));
    }

    @Override
    void read(int y, Samples row) {
      raster.getDataElements(
          raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row.array());
    }

    @Override
    boolean isPremultiplied() {
      return premultiplied;
    }
  }

  /** Red, green, blue and straight alpha in 8 bits, by way of Java's own conversion. */
  private static final class Converted extends ImageRows {
    static final int BANDS = 4;

    private final BufferedImage image;
    private final int[] pixels;

    Converted(BufferedImage image, BandOrder bands) {
      super(image.getWidth(), image.getHeight(), bands, SampleType.UINT8);
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

    @Override
    boolean isPremultiplied() {
      return false;
    }
  }
}
