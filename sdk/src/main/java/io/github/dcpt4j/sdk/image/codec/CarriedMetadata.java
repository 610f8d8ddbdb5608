package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.IccProfile;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a picture's metadata goes into a file, and what is lost.
 *
 * @param metadata what the file gets
 * @param losses one line for each thing that it cannot hold
 */
record CarriedMetadata(Metadata metadata, List<String> losses) {

  static CarriedMetadata of(Picture picture, PictureFormat format) {
    Abilities abilities = format.abilities();
    Metadata metadata = picture.metadata();
    List<String> losses = new ArrayList<>();
    if (metadata.iccProfile().isPresent()) {
      boolean grey = picture.isGrey() && abilities.grey();
      if (!abilities.carries(Carried.PROFILE)) {
        losses.add("the ICC profile is lost, " + format.label() + " holds none");
        metadata = metadata.withoutIccProfile();
      } else if (IccProfile.isGrey(metadata.iccProfile().get()) != grey) {
        losses.add("the ICC profile is left out, it is one of another kind of colours");
        metadata = metadata.withoutIccProfile();
      }
    }
    if (metadata.exif().isPresent() && !abilities.carries(Carried.EXIF)) {
      losses.add("the EXIF data is lost, " + format.label() + " holds none");
      metadata = metadata.withoutExif();
    } else if (metadata.exif().isPresent()) {
      metadata = upright(metadata, picture);
    }
    if (metadata.resolution().isPresent() && !abilities.carries(Carried.RESOLUTION)) {
      losses.add("the resolution is lost, " + format.label() + " holds none");
      metadata = metadata.withoutResolution();
    }
    if (!abilities.carries(Carried.COLOUR_TAGS)) {
      if (metadata.colourTags().matter(metadata.iccProfile().isPresent())) {
        losses.add(
            "the colours are not sRGB but as PNG tags say, which "
                + format.label()
                + " does not hold: they will look different");
      }
      metadata = metadata.withColourTags(ColourTags.NONE);
    }
    return new CarriedMetadata(metadata, List.copyOf(losses));
  }

  private static Metadata upright(Metadata metadata, Picture picture) {
    try {
      TiffReader reader = new TiffReader(ByteBuffer.wrap(metadata.exif().orElseThrow()));
      Optional<byte[]> block = ExifBlock.cleaned(reader, picture.width(), picture.height());
      return block.map(metadata::withExif).orElse(metadata.withoutExif());
    } catch (IndexOutOfBoundsException e) {
      throw new PictureException(
          PictureException.Kind.DAMAGED, "The EXIF data is cut off: leave it out.", e);
    }
  }
}
