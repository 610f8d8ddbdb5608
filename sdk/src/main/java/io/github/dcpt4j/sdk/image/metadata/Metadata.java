package io.github.dcpt4j.sdk.image.metadata;

import io.github.dcpt4j.sdk.error.PictureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a picture file says beside the pixels and what is carried from one file to the next. Colours
 * are never converted: a profile says what the samples mean, and says it of the output too.
 * Immutable.
 */
public final class Metadata {
  private static final Metadata NONE = new Metadata(null, null, null, ColourTags.NONE, List.of());

  private final byte[] iccProfile;
  private final byte[] exif;
  private final Resolution resolution;
  private final ColourTags colourTags;
  private final List<String> warnings;

  private Metadata(
      byte[] iccProfile,
      byte[] exif,
      Resolution resolution,
      ColourTags colourTags,
      List<String> warnings) {
    this.iccProfile = iccProfile;
    this.exif = exif;
    this.resolution = resolution;
    this.colourTags = colourTags;
    this.warnings = warnings;
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
   * @param profile an ICC profile of RGB or grey; what is filled up behind its stated size is cut
   *     off
   * @throws PictureException if it is no such profile, or one of high dynamic range
   */
  public Metadata withIccProfile(byte[] profile) {
    byte[] bare = IccProfile.withoutPadding(profile);
    IccProfile.requireUsable(bare);
    return new Metadata(bare.clone(), exif, resolution, colourTags, warnings);
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
    return new Metadata(iccProfile, block.clone(), resolution, colourTags, warnings);
  }

  /** Returns this metadata with another resolution. */
  public Metadata withResolution(Resolution other) {
    Objects.requireNonNull(other, "resolution");
    return new Metadata(iccProfile, exif, other, colourTags, warnings);
  }

  /** Returns this metadata with other colour tags of PNG. */
  public Metadata withColourTags(ColourTags tags) {
    return new Metadata(iccProfile, exif, resolution, Objects.requireNonNull(tags), warnings);
  }

  /** Returns this metadata with one more warning, a line that says what was lost and why. */
  public Metadata withWarning(String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(warning);
    return new Metadata(iccProfile, exif, resolution, colourTags, List.copyOf(more));
  }

  /** Returns this metadata without a colour profile. */
  public Metadata withoutIccProfile() {
    return new Metadata(null, exif, resolution, colourTags, warnings);
  }

  /** Returns this metadata without EXIF data, which may tell of persons and places. */
  public Metadata withoutExif() {
    return new Metadata(iccProfile, null, resolution, colourTags, warnings);
  }

  /** Returns this metadata without a resolution. */
  public Metadata withoutResolution() {
    return new Metadata(iccProfile, exif, null, colourTags, warnings);
  }

  /** Returns the ICC profile, if there is one. */
  public Optional<byte[]> iccProfile() {
    return Optional.ofNullable(iccProfile).map(byte[]::clone);
  }

  /** Returns the EXIF block, from its TIFF header on, if there is one. */
  public Optional<byte[]> exif() {
    return Optional.ofNullable(exif).map(byte[]::clone);
  }

  /** Returns the resolution, if one is stated. */
  public Optional<Resolution> resolution() {
    return Optional.ofNullable(resolution);
  }

  /** Returns what a PNG file says of its colours beside a profile. */
  public ColourTags colourTags() {
    return colourTags;
  }

  /** Returns what could not be kept when the file was read: one line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** Equal metadata has the same bytes and values; warnings do not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Metadata metadata
        && Arrays.equals(iccProfile, metadata.iccProfile)
        && Arrays.equals(exif, metadata.exif)
        && Objects.equals(resolution, metadata.resolution)
        && colourTags.equals(metadata.colourTags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(iccProfile), Arrays.hashCode(exif), resolution, colourTags);
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
