package io.github.dcpt4j.sdk.image;

/**
 * Paints over the colours of fully transparent pixels. Nobody has seen them, many programs leave
 * rubbish there, and a network would mix them into what is visible beside them.
 *
 * <p>A hidden pixel takes the colour of the nearest visible one of its row; a row that is hidden as
 * a whole takes that of the row above, at the top that of the first row with something to be seen.
 */
final class HiddenColours {
  private final AlphaPlane alpha;
  private final Samples colours;
  private final int channels;

  private HiddenColours(AlphaPlane alpha, Samples colours, int channels) {
    this.alpha = alpha;
    this.colours = colours;
    this.channels = channels;
  }

  /** Returns whether there are hidden pixels and visible ones. */
  static boolean matter(AlphaPlane alpha) {
    int pixels = alpha.width() * alpha.height();
    // Where the first run ends before the last pixel, the second is of the other kind.
    return alpha.endOfRun(0, pixels) < pixels;
  }

  /** Paints in place. */
  static void paint(AlphaPlane alpha, Samples colours, int channels) {
    new HiddenColours(alpha, colours, channels).paint();
  }

  private void paint() {
    int width = alpha.width();
    int firstSeen = -1;
    for (int y = 0; y < alpha.height(); y++) {
      int start = y * width;
      boolean hidden =
          alpha.isHidden(start) && alpha.endOfRun(start, start + width) == start + width;
      if (!hidden) {
        paintRow(start, start + width);
        firstSeen = firstSeen < 0 ? y : firstSeen;
      } else if (firstSeen >= 0) {
        copyRow(y - 1, y);
      }
    }
    for (int y = 0; y < firstSeen; y++) {
      copyRow(firstSeen, y);
    }
  }

  private void paintRow(int start, int end) {
    int run = start;
    while (run < end) {
      int next = alpha.endOfRun(run, end);
      if (alpha.isHidden(run)) {
        // At an end of the row there is a visible pixel on one side only.
        int middle = run == start ? run : next == end ? next : (run + next + 1) / 2;
        repeat(run - 1, run, middle);
        repeat(next, middle, next);
      }
      run = next;
    }
  }

  private void repeat(int pixel, int from, int to) {
    for (int channel = 0; channel < channels && from < to; channel++) {
      colours.place(
          colours, pixel * channels + channel, 0, from * channels + channel, channels, to - from);
    }
  }

  private void copyRow(int from, int to) {
    int length = alpha.width() * channels;
    colours.place(colours, from * length, 1, to * length, 1, length);
  }
}
