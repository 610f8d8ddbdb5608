package io.github.dcpt4j.sdk.image.metadata;

/**
 * How stored rows and columns stand to the picture that is to be seen: the eight values of EXIF and
 * TIFF.
 *
 * @param value 1 to 8; 1 where they are the same
 */
public record Orientation(int value) {
  public static final Orientation UPRIGHT = new Orientation(1);

  /** Returns whether rows become columns. */
  public boolean swapsSides() {
    return value >= 5;
  }

  public int width(int storedWidth, int storedHeight) {
    return swapsSides() ? storedHeight : storedWidth;
  }

  public int height(int storedWidth, int storedHeight) {
    return swapsSides() ? storedWidth : storedHeight;
  }

  /** Returns where a stored pixel belongs, counted row by row. */
  public int index(int x, int y, int storedWidth, int storedHeight) {
    int right = storedWidth - 1 - x;
    int bottom = storedHeight - 1 - y;
    return switch (value) {
      case 2 -> y * storedWidth + right;
      case 3 -> bottom * storedWidth + right;
      case 4 -> bottom * storedWidth + x;
      case 5 -> x * storedHeight + y;
      case 6 -> x * storedHeight + bottom;
      case 7 -> right * storedHeight + bottom;
      case 8 -> right * storedHeight + y;
      default -> y * storedWidth + x;
    };
  }
}
