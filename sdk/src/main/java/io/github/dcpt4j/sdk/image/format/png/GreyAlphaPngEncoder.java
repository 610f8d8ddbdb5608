package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.awt.ComponentImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes grey with alpha as PNG with Java's own writer: OpenCV would make three colours of it. */
final class GreyAlphaPngEncoder {
  private static final float LARGEST_COMPRESSION = 9f;

  private GreyAlphaPngEncoder() {}

  static void encode(Picture picture, int compression, OutputStream target) throws IOException {
    BufferedImage image = ComponentImages.of(picture);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(target)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      // Java's quality is 1 for no compression.
      parameters.setCompressionQuality(1 - compression / LARGEST_COMPRESSION);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }
}
