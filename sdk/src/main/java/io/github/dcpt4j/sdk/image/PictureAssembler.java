package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.util.List;

/**
 * Makes a picture from the rows of a decoder, each put straight where it belongs: rows are stored
 * once, the right way up, without a copy of the whole between.
 */
public final class PictureAssembler {
  private final int storedWidth;
  private final int storedHeight;
  private final Orientation orientation;
  private final BandOrder bands;
  private final Samples colours;
  private final Samples alpha;

  /**
   * Starts a picture.
   *
   * @param storedWidth pixels of a row as stored
   * @param storedHeight rows as stored
   * @param orientation how the stored rows stand
   * @param bands what a stored row's bands hold
   * @param type how its samples are stored
   */
  public PictureAssembler(
      int storedWidth,
      int storedHeight,
      Orientation orientation,
      BandOrder bands,
      SampleType type) {
    this.storedWidth = storedWidth;
    this.storedHeight = storedHeight;
    this.orientation = orientation;
    this.bands = bands;
    int pixels = Math.multiplyExact(storedWidth, storedHeight);
    colours = Samples.allocate(type, Math.multiplyExact(bands.colours().size(), pixels));
    alpha = bands.hasAlpha() ? Samples.allocate(type, pixels) : null;
  }

  /** Stores a row of interleaved bands. */
  public void put(int y, Samples row) {
    int start = orientation.index(0, y, storedWidth, storedHeight);
    int step = orientation.index(1, y, storedWidth, storedHeight) - start;
    int channels = bands.colours().size();
    for (int channel = 0; channel < channels; channel++) {
      int band = bands.colours().get(channel);
      int target = start * channels + channel;
      colours.place(row, band, bands.count(), target, step * channels, storedWidth);
    }
    if (alpha != null) {
      alpha.place(row, bands.alpha(), bands.count(), start, step, storedWidth);
    }
  }

  /** Divides the colours by the alpha that they were multiplied with. */
  public void divideByAlpha() {
    int channels = bands.colours().size();
    for (int pixel = 0; pixel < alpha.length(); pixel++) {
      float opacity = alpha.get(pixel);
      for (int i = pixel * channels; opacity > 0 && i < (pixel + 1) * channels; i++) {
        colours.set(i, Math.min(colours.get(i) / opacity, 1));
      }
    }
  }

  /** Returns the picture, which takes the samples over. */
  public Picture build(Metadata metadata) {
    return Picture.owning(
        orientation.width(storedWidth, storedHeight),
        orientation.height(storedWidth, storedHeight),
        channels() == 1,
        colours,
        alpha,
        metadata);
  }

  private int channels() {
    return bands.colours().size();
  }

  /**
   * Which band of a decoder's row holds what.
   *
   * @param count bands of a row
   * @param colours the band of grey, or those of red, green and blue
   * @param alpha the band of the alpha, or -1
   */
  public record BandOrder(int count, List<Integer> colours, int alpha) {
    /** The number of a band that there is not. */
    public static final int NONE = -1;

    /** Rows that begin with grey. */
    public static BandOrder grey(int count, int alpha) {
      return new BandOrder(count, List.of(0), alpha);
    }

    /** Red, green, blue, and a fourth band for the alpha. */
    public static BandOrder redFirst(int count) {
      return new BandOrder(count, List.of(0, 1, 2), count == 4 ? 3 : NONE);
    }

    /** Red first; what follows after blue means nothing. */
    public static BandOrder opaqueRedFirst(int count) {
      return new BandOrder(count, List.of(0, 1, 2), NONE);
    }

    /** Blue, green, red, and a fourth band for the alpha. */
    public static BandOrder blueFirst(int count) {
      return new BandOrder(count, List.of(2, 1, 0), count == 4 ? 3 : NONE);
    }

    /** Returns whether a band holds an alpha. */
    public boolean hasAlpha() {
      return alpha != NONE;
    }
  }
}
