package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.awt.ComponentImages;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes TIFF with Java's own writer, which takes every depth, grey with alpha, EXIF data and
 * profiles. Strips are deflated without loss.
 */
final class TiffEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(TiffEncoder.class);
  private static final String FORMAT = "tiff";
  // Other libraries register readers and writers of TIFF too, with other forms of metadata.
  private static final String JAVAS_OWN_METADATA = "javax_imageio_tiff_image_1.0";
  private static final String DEFLATE = "ZLib";
  private static final float FAST = 0;

  private TiffEncoder() {}

  static void encode(Picture picture, Metadata metadata, OutputStream target) throws IOException {
    BufferedImage image = ComponentImages.of(picture);
    ImageWriter writer =
        javasOwn(ImageIO.getImageWritersByFormatName(FORMAT), ImageWriter::getOriginatingProvider);
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(target)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(DEFLATE);
      parameters.setCompressionQuality(FAST);
      TIFFDirectory directory =
          TIFFDirectory.createFromMetadata(
              writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters));
      Optional<byte[]> exif = metadata.exif();
      if (exif.isPresent()) {
        addExif(exif.get(), directory);
      }
      metadata.iccProfile().ifPresent(profile -> directory.addTIFFField(field(profile)));
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, directory.getAsMetadata()), parameters);
    } finally {
      writer.dispose();
    }
  }

  private static TIFFField field(byte[] profile) {
    TIFFTag tag = BaselineTIFFTagSet.getInstance().getTag(BaselineTIFFTagSet.TAG_ICC_PROFILE);
    return new TIFFField(tag, TIFFTag.TIFF_UNDEFINED, profile.length, profile);
  }

  /**
   * An EXIF block is the directory of a TIFF picture without the picture. Java takes it only if
   * every entry is as it should be.
   */
  private static void addExif(byte[] block, TIFFDirectory target) {
    ImageReader reader =
        javasOwn(ImageIO.getImageReadersByFormatName(FORMAT), ImageReader::getOriginatingProvider);
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(block))) {
      reader.setInput(stream, true);
      TIFFDirectory source = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
      for (TIFFField field : source.getTIFFFields()) {
        if (!target.containsTIFFField(field.getTagNumber())) {
          target.addTIFFField(field);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The EXIF data has damaged entries and is left out of the TIFF file", e);
    } finally {
      reader.dispose();
    }
  }

  private static <T> T javasOwn(
      Iterator<T> candidates, Function<T, ? extends ImageReaderWriterSpi> provider) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(candidates, 0), false)
        .filter(
            candidate ->
                JAVAS_OWN_METADATA.equals(
                    provider.apply(candidate).getNativeImageMetadataFormatName()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this Java has no TIFF plug-in"));
  }
}
