package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.awt.ComponentImages;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes grey with alpha as PNG with Java's own writer: OpenCV would make three colours of it. */
final class GreyAlphaPngEncoder {
  private static final String FORM = "javax_imageio_png_1.0";
  private static final float LARGEST_COMPRESSION = 9f;

  private GreyAlphaPngEncoder() {}

  static void encode(Picture picture, Metadata metadata, int compression, OutputStream target)
      throws IOException {
    BufferedImage image = ComponentImages.of(picture);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(target)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      // Java's quality is 1 for no compression.
      parameters.setCompressionQuality(1 - compression / LARGEST_COMPRESSION);
      IIOMetadata chunks =
          writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
      chunks.mergeTree(FORM, tree(metadata));
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, chunks), parameters);
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadataNode tree(Metadata metadata) throws IOException {
    IIOMetadataNode root = new IIOMetadataNode(FORM);
    if (metadata.iccProfile().isPresent()) {
      IIOMetadataNode profile = new IIOMetadataNode("iCCP");
      profile.setAttribute("profileName", "ICC Profile");
      profile.setAttribute("compressionMethod", "deflate");
      profile.setUserObject(deflated(metadata.iccProfile().get()));
      root.appendChild(profile);
    }
    if (metadata.exif().isPresent()) {
      IIOMetadataNode chunk = new IIOMetadataNode("UnknownChunk");
      chunk.setAttribute("type", "eXIf");
      chunk.setUserObject(metadata.exif().get());
      IIOMetadataNode chunks = new IIOMetadataNode("UnknownChunks");
      chunks.appendChild(chunk);
      root.appendChild(chunks);
    }
    return root;
  }

  private static byte[] deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes);
    }
    return packed.toByteArray();
  }
}
