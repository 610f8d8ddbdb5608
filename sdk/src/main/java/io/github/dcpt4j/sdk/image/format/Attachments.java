package io.github.dcpt4j.sdk.image.format;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.IccProfile;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says beside the pixels, as it stands there. Much of it is broken in the wild; what
 * cannot be used is left out, with a warning in the log, rather than the picture refused.
 *
 * @param profile a colour profile, or null
 * @param exif a TIFF structure with EXIF data, or null; a TIFF file is its own
 */
public record Attachments(byte[] profile, byte[] exif) {
  private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

  /** The attachments of a file without any. */
  public static final Attachments NONE = new Attachments(null, null);

  private static void requireLength(String what, byte[] bytes, ReadLimits limits) {
    if (bytes != null && bytes.length > limits.metadataBytes()) {
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

  /** Returns how the stored rows stand. */
  public Orientation orientation() {
    if (exif == null) {
      return Orientation.UPRIGHT;
    }
    try {
      return new Orientation(ExifBlock.orientation(new TiffReader(ByteBuffer.wrap(exif)).first()));
    } catch (IndexOutOfBoundsException | PictureException e) {
      LOG.warn("The EXIF data cannot be read, the picture is taken to be upright", e);
      return Orientation.UPRIGHT;
    }
  }

  /**
   * Returns what is carried along.
   *
   * @param width width of the upright picture
   * @param height its height
   * @param limits what it may take
   * @throws PictureException if the profile is one of high dynamic range, or the EXIF data exceeds
   *     the limit
   */
  public Metadata metadata(int width, int height, ReadLimits limits) {
    Metadata metadata = Metadata.none();
    requireLength("colour profile", profile, limits);
    if (profile != null && IccProfile.isUsable(profile)) {
      metadata = metadata.withIccProfile(profile);
    } else if (profile != null) {
      LOG.warn(
          "The ICC profile of {} bytes is not one of RGB or grey and left out", profile.length);
    }
    Optional<byte[]> block = block(width, height);
    if (block.isPresent()) {
      requireLength("EXIF data", block.get(), limits);
      metadata = metadata.withExif(block.get());
    }
    return metadata;
  }

  private Optional<byte[]> block(int width, int height) {
    if (exif == null) {
      return Optional.empty();
    }
    try {
      return ExifBlock.cleaned(new TiffReader(ByteBuffer.wrap(exif)), width, height);
    } catch (IndexOutOfBoundsException | PictureException e) {
      LOG.warn("The EXIF data cannot be read and is left out", e);
      return Optional.empty();
    }
  }
}
