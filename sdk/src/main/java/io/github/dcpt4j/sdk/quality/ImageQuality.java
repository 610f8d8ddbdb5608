package io.github.dcpt4j.sdk.quality;

import io.github.dcpt4j.sdk.image.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * PSNR and SSIM as the restoration benchmarks define them: of 8-bit samples (float pictures are
 * converted as by {@link Picture#to8Bit()}), in double precision.
 *
 * @param channels which values are compared
 * @param crop pixels at each border that are left out
 */
public record ImageQuality(Channels channels, int crop) {
  private static final double PEAK = 255;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code crop} is negative
   */
  public ImageQuality {
    if (crop < 0) {
      throw new IllegalArgumentException("a negative crop: " + crop);
    }
  }

  /** Returns the measure over red, green and blue of whole pictures. */
  public static ImageQuality rgb() {
    return new ImageQuality(Channels.RGB, 0);
  }

  /** Returns the measure over the brightness of whole pictures. */
  public static ImageQuality y() {
    return new ImageQuality(Channels.Y, 0);
  }

  /** Returns this measure with another crop. */
  public ImageQuality withCrop(int pixels) {
    return new ImageQuality(channels, pixels);
  }

  /**
   * Returns the peak signal-to-noise ratio.
   *
   * @param a one picture
   * @param b another of the same size
   * @return decibels; infinite for equal pictures
   * @throws IllegalArgumentException if the sizes differ or the crop leaves nothing
   */
  public double psnr(Picture a, Picture b) {
    List<Plane> first = planes(a, b);
    List<Plane> second = planes(b, a);
    double sum = 0;
    long count = 0;
    for (int channel = 0; channel < first.size(); channel++) {
      sum += first.get(channel).squaredDistance(second.get(channel));
      count += first.get(channel).size();
    }
    return 10 * Math.log10(PEAK * PEAK / (sum / count));
  }

  /**
   * Returns the structural similarity: Gaussian window of 11 pixels, sigma 1.5, wholly inside.
   *
   * @param a one picture
   * @param b another of the same size
   * @return at most 1; NaN where a side, after the crop, is smaller than the window
   * @throws IllegalArgumentException if the sizes differ or the crop leaves nothing
   */
  public double ssim(Picture a, Picture b) {
    List<Plane> first = planes(a, b);
    List<Plane> second = planes(b, a);
    double sum = 0;
    for (int channel = 0; channel < first.size(); channel++) {
      sum += StructuralSimilarity.mean(first.get(channel), second.get(channel));
    }
    return sum / first.size();
  }

  private List<Plane> planes(Picture picture, Picture other) {
    if (picture.width() != other.width() || picture.height() != other.height()) {
      throw new IllegalArgumentException(picture + " and " + other + " differ in size");
    }
    if (picture.width() <= 2 * crop || picture.height() <= 2 * crop) {
      throw new IllegalArgumentException("a crop of " + crop + " leaves nothing of " + picture);
    }
    if (channels == Channels.Y) {
      return List.of(Plane.brightness(picture, crop));
    }
    List<Plane> planes = new ArrayList<>();
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      planes.add(Plane.ofChannel(picture, channel, crop));
    }
    return planes;
  }
}
