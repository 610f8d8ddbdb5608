package io.github.dcpt4j.exporter.weights;

import java.util.regex.Pattern;

/** What a file of weights may hold, whatever its format. */
public final class TensorLimits {

  /** Axes of a tensor. */
  public static final int MAXIMUM_RANK = 16;

  /** Bytes of a stored tensor: Java's arrays end here. */
  public static final int MAXIMUM_BYTES = Integer.MAX_VALUE - Long.BYTES;

  // Names come back in error messages, which are one line.
  private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,500}");

  private TensorLimits() {}

  /** Whether a text can name a tensor: 1 to 500 characters, none of them a control character. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
