package io.github.dcpt4j.sdk.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferUShort;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Java's images that hold samples as a picture does: of the same depth, grey as one channel. */
final class ComponentImages {
  private ComponentImages() {}

  /**
   * Makes an image. Without an alpha it shares its samples with the picture: whoever gets it must
   * not write to it.
   */
  static BufferedImage viewOf(Picture picture) {
    Samples samples =
        picture.alpha().map(alpha -> joined(picture, alpha)).orElseGet(picture::colours);
    return image(picture, samples);
  }

  /** Makes an image of its own. */
  static BufferedImage copyOf(Picture picture) {
    Samples samples =
        picture.alpha().map(alpha -> joined(picture, alpha)).orElseGet(picture.colours()::copy);
    return image(picture, samples);
  }

  private static Samples joined(Picture picture, AlphaPlane alpha) {
    int pixels = picture.width() * picture.height();
    int channels = picture.channels();
    int bands = channels + 1;
    Samples samples = Samples.allocate(picture.sampleType(), Math.multiplyExact(bands, pixels));
    for (int channel = 0; channel < channels; channel++) {
      samples.place(picture.colours(), channel, channels, channel, bands, pixels);
    }
    samples.place(alpha.samples(), 0, 1, channels, bands, pixels);
    return samples;
  }

  private static BufferedImage image(Picture picture, Samples samples) {
    int bands = picture.channels() + (picture.alpha().isPresent() ? 1 : 0);
    int[] offsets = new int[bands];
    for (int band = 0; band < bands; band++) {
      offsets[band] = band;
    }
    DataBuffer buffer = buffer(samples);
    PixelInterleavedSampleModel layout =
        new PixelInterleavedSampleModel(
            buffer.getDataType(),
            picture.width(),
            picture.height(),
            bands,
            picture.width() * bands,
            offsets);
    WritableRaster raster = Raster.createWritableRaster(layout, buffer, null);
    boolean alpha = picture.alpha().isPresent();
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(picture.isGrey() ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
            buffer.getDataType());
    return new BufferedImage(colours, raster, false, null);
  }

  private static DataBuffer buffer(Samples samples) {
    return switch (samples.type()) {
      case UINT8 -> new DataBufferByte((byte[]) samples.array(), samples.length());
      case UINT16 -> new DataBufferUShort((short[]) samples.array(), samples.length());
      case FLOAT32 -> new DataBufferFloat((float[]) samples.array(), samples.length());
    };
  }
}
