package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Chooses for a picture what of it a format can hold, and who encodes it.
 *
 * @param format the file format
 * @param options how to compress
 */
record PictureEncoder(PictureFormat format, WriteOptions options) {
  // A segment's length counts itself, and the letters "Exif" with two zeros stand before the block.
  private static final int LONGEST_JPEG_EXIF = 0xffff - 8;

  /** Encodes, with the picture's metadata as far as the format carries it. */
  void encode(Picture picture, OutputStream target) throws IOException {
    Picture fitting = fitting(picture);
    Metadata metadata = metadata(fitting);
    boolean greyAlpha = fitting.isGrey() && fitting.alpha().isPresent();
    if (format == PictureFormat.TIFF) {
      TiffEncoder.encode(fitting, metadata, target);
    } else if (format == PictureFormat.PNG && greyAlpha) {
      GreyAlphaPngEncoder.encode(fitting, metadata, options.pngCompression(), target);
    } else if (format == PictureFormat.JPEG && metadata.iccProfile().isPresent()) {
      byte[] profile = metadata.iccProfile().get();
      OpenCvEncoder.of(format, options)
          .encode(fitting, metadata.withoutIccProfile(), new JpegProfileStream(target, profile));
    } else {
      OpenCvEncoder.of(format, options).encode(fitting, metadata, target);
    }
  }

  /**
   * Returns the picture as the format holds it: in its depth, and without an alpha that hides
   * nothing.
   */
  private Picture fitting(Picture picture) {
    SampleType type = picture.sampleType();
    Picture converted =
        switch (format) {
          case TIFF -> picture;
          case PNG -> type == SampleType.FLOAT32 ? picture.as(SampleType.UINT16) : picture;
          case JPEG, WEBP, BMP -> picture.to8Bit();
        };
    if (format != PictureFormat.JPEG || converted.alpha().isEmpty()) {
      return converted;
    }
    if (!converted.alpha().get().isOpaque()) {
      throw new PictureException(
          picture
              + " is transparent, which JPEG cannot be: choose PNG, WebP or TIFF, "
              + "or take its alpha away.");
    }
    return converted.withoutAlpha();
  }

  private Metadata metadata(Picture picture) {
    if (format == PictureFormat.BMP) {
      return Metadata.none();
    }
    // WebP knows no grey: a profile of grey would not fit its three colours.
    Metadata whole = picture.metadata();
    Metadata metadata =
        format == PictureFormat.WEBP && picture.isGrey()
            ? whole.withoutIccProfile().fitting(picture)
            : whole.fitting(picture);
    if (format == PictureFormat.JPEG) {
      requireRoom(metadata);
    }
    return metadata;
  }

  private static void requireRoom(Metadata metadata) {
    boolean exifFits = metadata.exif().map(block -> block.length).orElse(0) <= LONGEST_JPEG_EXIF;
    if (!exifFits || !metadata.iccProfile().map(JpegProfileStream::fits).orElse(true)) {
      throw new PictureException(
          "The picture's " + metadata + " is too long for JPEG: choose PNG, or take it away.");
    }
  }
}
