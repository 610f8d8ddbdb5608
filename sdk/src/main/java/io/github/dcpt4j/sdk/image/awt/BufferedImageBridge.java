package io.github.dcpt4j.sdk.image.awt;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;

/** Pictures from and to Java's own images. */
public final class BufferedImageBridge {
  private BufferedImageBridge() {}

  /**
   * Copies an image into a picture. Images that hold grey or RGB as bytes, unsigned 16-bit integers
   * or floats give these very samples, and their colour profile where it is another than sRGB; all
   * others are converted to 8-bit sRGB. An alpha is kept, straight.
   *
   * @param image an image of any type
   * @return a picture
   */
  public static Picture toPicture(BufferedImage image) {
    return ImageRows.of(image).picture(Orientation.UPRIGHT, metadata(image));
  }

  private static Metadata metadata(BufferedImage image) {
    ColorSpace space = image.getColorModel().getColorSpace();
    boolean own =
        space instanceof ICC_ColorSpace
            && !space.isCS_sRGB()
            && space != ColorSpace.getInstance(ColorSpace.CS_GRAY)
            && ImageRows.holdsPlainSamples(image);
    if (own) {
      byte[] profile = ((ICC_ColorSpace) space).getProfile().getData();
      return Metadata.none().withIccProfile(profile);
    }
    return Metadata.none();
  }

  /**
   * Copies a picture into a new image of the type that most of Java works well with: {@link
   * BufferedImage#TYPE_INT_RGB}, {@link BufferedImage#TYPE_INT_ARGB} with an alpha, {@link
   * BufferedImage#TYPE_BYTE_GRAY} for grey; 16-bit pictures and grey with alpha give images of
   * components in their own depth. Colours are not converted and profiles are left behind.
   *
   * @param picture any picture; floats are converted as by {@link Picture#to8Bit()}
   * @return an image of its own
   */
  public static BufferedImage toBufferedImage(Picture picture) {
    if (picture.sampleType() == SampleType.FLOAT32) {
      return toBufferedImage(picture.to8Bit());
    }
    if (picture.sampleType() == SampleType.UINT8 && !picture.isGrey()) {
      return packed(picture);
    }
    return ComponentImages.of(picture);
  }

  private static BufferedImage packed(Picture picture) {
    boolean alpha = picture.alpha().isPresent();
    int bands = Picture.CHANNELS + 1;
    BufferedImage image =
        new BufferedImage(
            picture.width(),
            picture.height(),
            alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    Samples samples = Samples.allocate(SampleType.UINT8, picture.width() * bands);
    byte[] rgba = (byte[]) samples.array();
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      for (int channel = 0; channel < (alpha ? bands : Picture.CHANNELS); channel++) {
        picture.copyRow(channel, y, samples, channel, bands);
      }
      for (int x = 0; x < row.length; x++) {
        int start = x * bands;
        row[x] =
            (alpha ? rgba[start + 3] & 0xff : 0xff) << 24
                | (rgba[start] & 0xff) << 16
                | (rgba[start + 1] & 0xff) << 8
                | rgba[start + 2] & 0xff;
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return image;
  }
}
