package io.github.dcpt4j.sdk.text;

import java.util.Locale;

/**
 * Text with figures in it. {@link String#formatted} takes the digits of the user's language, which
 * nothing could read back: a name, a table, a drawing.
 */
public final class Text {

  private Text() {}

  /**
   * Puts arguments into a text.
   *
   * @param format as {@link java.util.Formatter} reads it
   */
  public static String of(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
