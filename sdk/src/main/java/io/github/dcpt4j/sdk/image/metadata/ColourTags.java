package io.github.dcpt4j.sdk.image.metadata;

import java.util.List;

/**
 * What a PNG or TIFF file says of its colours other than by an ICC profile, as the numbers that
 * stand in its chunks. Each list is empty where there is no such chunk.
 *
 * @param cicp colour primaries, transfer function, matrix and range of ITU-T H.273 (cICP)
 * @param gamma the exponent of the encoding in units of 1/100000 (gAMA)
 * @param chromaticities x and y of white, red, green and blue in units of 1/100000 (cHRM)
 * @param intent the rendering intent of sRGB colours, 0 to 3 (sRGB)
 */
public record ColourTags(
    List<Integer> cicp, List<Integer> gamma, List<Integer> chromaticities, List<Integer> intent) {
  /** Nothing is said. */
  public static final ColourTags NONE = new ColourTags(List.of(), List.of(), List.of(), List.of());

  private static final List<Integer> SRGB_CICP = List.of(1, 13, 0, 1);
  private static final List<Integer> SRGB_GAMMA = List.of(45455);
  private static final List<Integer> SRGB_CHROMATICITIES =
      List.of(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
  private static final int ROUNDING = 20;

  /** Keeps immutable copies. */
  public ColourTags {
    cicp = List.copyOf(cicp);
    gamma = List.copyOf(gamma);
    chromaticities = List.copyOf(chromaticities);
    intent = List.copyOf(intent);
  }

  /**
   * Returns whether the colours would be taken for others where these tags are missing.
   *
   * @param profiled whether there is an ICC profile, which stands above all but cICP
   */
  public boolean matter(boolean profiled) {
    if (!cicp.isEmpty()) {
      return !cicp.equals(SRGB_CICP);
    }
    boolean standsAbove = profiled || !intent.isEmpty();
    return !standsAbove && (!near(gamma, SRGB_GAMMA) || !near(chromaticities, SRGB_CHROMATICITIES));
  }

  private static boolean near(List<Integer> stated, List<Integer> standard) {
    for (int i = 0; i < stated.size() && i < standard.size(); i++) {
      if (Math.abs(stated.get(i) - standard.get(i)) > ROUNDING) {
        return false;
      }
    }
    return true;
  }
}
