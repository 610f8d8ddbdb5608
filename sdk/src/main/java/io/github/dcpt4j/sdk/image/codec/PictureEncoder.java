package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.WriteOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Reduces a picture to what a format can hold, and encodes it.
 *
 * @param format the file format
 * @param options how to compress
 */
record PictureEncoder(PictureFormat format, WriteOptions options) {

  /**
   * Encodes, with the picture's metadata as far as the format carries it.
   *
   * @return what is lost, one line each
   */
  List<String> encode(Picture picture, OutputStream target) throws IOException {
    Picture fitting = fitting(picture);
    CarriedMetadata carried = CarriedMetadata.of(fitting, format);
    format.format().encode(fitting, carried.metadata(), options, target);
    return carried.losses();
  }

  /** Returns the picture in the format's depth, and without an alpha that hides nothing. */
  private Picture fitting(Picture picture) {
    Picture converted = picture.as(format.abilities().nearest(picture.sampleType()));
    if (format.abilities().alpha() || converted.alpha().isEmpty()) {
      return converted;
    }
    if (!converted.alpha().get().isOpaque()) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          picture
              + " is transparent, which "
              + format.label()
              + " cannot be: choose "
              + labelsWithAlpha()
              + ", or take its alpha away.");
    }
    return converted.withoutAlpha();
  }

  private static String labelsWithAlpha() {
    List<String> labels =
        Arrays.stream(PictureFormat.values())
            .filter(other -> other.abilities().alpha() && other.abilities().carries(Carried.EXIF))
            .map(PictureFormat::label)
            .toList();
    int last = labels.size() - 1;
    return String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
  }
}
