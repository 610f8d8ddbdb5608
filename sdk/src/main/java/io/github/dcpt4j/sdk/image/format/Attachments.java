package io.github.dcpt4j.sdk.image.format;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.IccProfile;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a file says beside the pixels, as it stands there. Much of it is broken in the wild; what
 * cannot be used is left out, with a warning in the metadata, rather than the picture refused.
 *
 * @param profile a colour profile, or null
 * @param exif a TIFF structure with EXIF data, or null; a TIFF file is its own
 * @param resolution what the format itself says, which stands above EXIF data
 * @param colourTags what it says of its colours beside a profile
 */
public record Attachments(
    byte[] profile, byte[] exif, Optional<Resolution> resolution, ColourTags colourTags) {
  /** The attachments of a file without any. */
  public static final Attachments NONE = new Attachments(null, null);

  /** Attachments of a format that has none of its own beside these. */
  public Attachments(byte[] profile, byte[] exif) {
    this(profile, exif, Optional.empty(), ColourTags.NONE);
  }

  /** Returns how the stored rows stand. */
  public Orientation orientation() {
    if (exif == null) {
      return Orientation.UPRIGHT;
    }
    try {
      return new Orientation(ExifBlock.orientation(new TiffReader(ByteBuffer.wrap(exif)).first()));
    } catch (IndexOutOfBoundsException | PictureException e) {
      return Orientation.UPRIGHT;
    }
  }

  /**
   * Returns what is carried along.
   *
   * @param width width of the upright picture
   * @param height its height
   * @param limits what it may take
   * @throws PictureException if the profile is one of high dynamic range, or something exceeds the
   *     limit
   */
  public Metadata metadata(int width, int height, ReadLimits limits) {
    Metadata metadata = withExif(withProfile(Metadata.none(), limits), width, height, limits);
    if (resolution.isPresent()) {
      Resolution stated = resolution.get();
      metadata = metadata.withResolution(orientation().swapsSides() ? stated.turned() : stated);
    }
    return metadata.withColourTags(colourTags);
  }

  private Metadata withProfile(Metadata metadata, ReadLimits limits) {
    if (profile == null) {
      return metadata;
    }
    byte[] bare = IccProfile.withoutPadding(profile);
    requireLength("colour profile", bare, limits);
    return IccProfile.isUsable(bare)
        ? metadata.withIccProfile(bare)
        : metadata.withWarning(
            "the ICC profile of "
                + profile.length
                + " bytes is damaged or not one of RGB or grey, and is left out");
  }

  private Metadata withExif(Metadata metadata, int width, int height, ReadLimits limits) {
    if (exif == null) {
      return metadata;
    }
    try {
      TiffReader reader = new TiffReader(ByteBuffer.wrap(exif));
      Metadata carried = metadata;
      Optional<byte[]> block = ExifBlock.cleaned(reader, width, height);
      if (block.isPresent()) {
        requireLength("EXIF data", block.get(), limits);
        carried = carried.withExif(block.get());
      }
      Optional<Resolution> stated =
          ExifBlock.resolution(new TiffReader(ByteBuffer.wrap(exif)).first());
      carried = stated.map(carried::withResolution).orElse(carried);
      return reader.broken() == 0
          ? carried
          : carried.withWarning(reader.broken() + " damaged entries of the EXIF data are left out");
    } catch (IndexOutOfBoundsException e) {
      return metadata.withWarning("the EXIF data is damaged and is left out");
    } catch (PictureException e) {
      if (e.kind() == PictureException.Kind.TOO_LARGE) {
        throw e;
      }
      return metadata.withWarning("the EXIF data is damaged and is left out");
    }
  }

  private static void requireLength(String what, byte[] bytes, ReadLimits limits) {
    if (bytes.length > limits.metadataBytes()) {
      throw new PictureException(
          PictureException.Kind.TOO_LARGE,
          "The "
              + what
              + " takes "
              + bytes.length
              + " bytes, more than the limit of "
              + limits.metadataBytes()
              + ": raise the limit or remove it.");
    }
  }
}
