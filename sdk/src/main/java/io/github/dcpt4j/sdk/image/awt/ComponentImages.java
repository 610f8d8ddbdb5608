package io.github.dcpt4j.sdk.image.awt;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Samples;
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
public final class ComponentImages {
  private ComponentImages() {}

  /** Makes an image that shares nothing with the picture. */
  public static BufferedImage of(Picture picture) {
    int bands = picture.channels() + (picture.alpha().isPresent() ? 1 : 0);
    int rowLength = picture.width() * bands;
    Samples samples =
        Samples.allocate(picture.sampleType(), Math.multiplyExact(rowLength, picture.height()));
    for (int y = 0; y < picture.height(); y++) {
      for (int band = 0; band < bands; band++) {
        picture.copyRow(band, y, samples, y * rowLength + band, bands);
      }
    }
    return image(picture, samples);
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
