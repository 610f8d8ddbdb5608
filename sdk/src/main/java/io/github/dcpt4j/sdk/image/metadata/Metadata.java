package io.github.dcpt4j.sdk.image.metadata;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a picture file says beside the pixels and what is carried from one file to the next. Colours
 * are never converted: a profile says what the samples mean, and says it of the output too.
 * Immutable.
 */
public final class Metadata {
  private static final Logger LOG = LoggerFactory.getLogger(Metadata.class);
  private static final Metadata NONE = new Metadata(null, null);

  private final byte[] iccProfile;
  private final byte[] exif;

  private Metadata(byte[] iccProfile, byte[] exif) {
    this.iccProfile = iccProfile;
    this.exif = exif;
  }

  /**
   * Returns the metadata of a picture of which nothing is known: its colours are taken for sRGB.
   */
  public static Metadata none() {
    return NONE;
  }

  /**
   * Returns this metadata with another colour profile.
   *
   * @param profile an ICC profile of RGB or grey
   * @throws PictureException if it is no such profile, or one of high dynamic range
   */
  public Metadata withIccProfile(byte[] profile) {
    IccProfile.requireUsable(profile);
    return new Metadata(profile.clone(), exif);
  }

  /**
   * Returns this metadata with other EXIF data.
   *
   * @param block an EXIF block, which starts with a TIFF header. When a file is written its
   *     orientation becomes 1, its pixel dimensions those of the picture, and its thumbnail is
   *     dropped.
   * @throws PictureException if it is no such block
   */
  public Metadata withExif(byte[] block) {
    ExifBlock.requireReadable(block);
    return new Metadata(iccProfile, block.clone());
  }

  /** Returns this metadata without a colour profile. */
  public Metadata withoutIccProfile() {
    return new Metadata(null, exif);
  }

  /** Returns this metadata without EXIF data, which may tell of persons and places. */
  public Metadata withoutExif() {
    return new Metadata(iccProfile, null);
  }

  /** Returns the ICC profile, if there is one. */
  public Optional<byte[]> iccProfile() {
    return Optional.ofNullable(iccProfile).map(byte[]::clone);
  }

  /** Returns the EXIF block, from its TIFF header on, if there is one. */
  public Optional<byte[]> exif() {
    return Optional.ofNullable(exif).map(byte[]::clone);
  }

  /**
   * Returns what may stand in the file of a picture.
   *
   * @param width pixels in a row
   * @param height rows
   * @param grey whether the file holds grey, so that its profile must be one of grey
   */
  public Metadata fitting(int width, int height, boolean grey) {
    boolean fits = iccProfile != null && IccProfile.isGrey(iccProfile) == grey;
    if (iccProfile != null && !fits) {
      LOG.warn("The ICC profile is left out: it is one of another kind of colours");
    }
    byte[] block =
        exif == null
            ? null
            : ExifBlock.cleaned(new TiffReader(ByteBuffer.wrap(exif)), width, height).orElse(null);
    return new Metadata(fits ? iccProfile : null, block);
  }

  /** Equal metadata has the same bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata metadata
        && Arrays.equals(iccProfile, metadata.iccProfile)
        && Arrays.equals(exif, metadata.exif);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(iccProfile) + Arrays.hashCode(exif);
  }

  /** Returns how many bytes there are of what. */
  @Override
  public String toString() {
    return "Metadata[iccProfile=" + length(iccProfile) + ", exif=" + length(exif) + "]";
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
