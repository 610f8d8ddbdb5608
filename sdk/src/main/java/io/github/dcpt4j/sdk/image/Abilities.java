package io.github.dcpt4j.sdk.image;

import java.util.Set;

/**
 * What a file format can hold.
 *
 * @param sampleTypes the sample types that it keeps
 * @param grey whether grey without an alpha stays one channel
 * @param alpha whether pixels may be transparent
 * @param lossless whether every sample comes back as it was, with the default options
 * @param metadata what it carries beside the pixels
 */
public record Abilities(
    Set<SampleType> sampleTypes,
    boolean grey,
    boolean alpha,
    boolean lossless,
    Set<Carried> metadata) {

  /** What a file may carry beside its pixels. */
  public enum Carried {
    /** An ICC profile. */
    PROFILE,
    /** An EXIF block. */
    EXIF,
    /** A resolution. */
    RESOLUTION,
    /** Colour tags of PNG. */
    COLOUR_TAGS
  }

  /** Keeps immutable copies. */
  public Abilities {
    sampleTypes = Set.copyOf(sampleTypes);
    metadata = Set.copyOf(metadata);
  }

  /** Returns whether something is carried. */
  public boolean carries(Carried what) {
    return metadata.contains(what);
  }

  /** Returns the sample type that keeps most of another one. */
  public SampleType nearest(SampleType type) {
    if (sampleTypes.contains(type)) {
      return type;
    }
    return sampleTypes.contains(SampleType.UINT16) ? SampleType.UINT16 : SampleType.UINT8;
  }
}
