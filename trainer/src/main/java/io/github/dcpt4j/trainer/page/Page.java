package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A page in one file: style and script lie within it, and a browser that opens it is told to load
 * nothing else. Light or dark as the reader's system is, and readable on a phone.
 */
public final class Page {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <title>%1$s</title>
      <style>
      %2$s</style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      """;

  private static final String END =
      """
      </main>
      <script>
      %s</script>
      </body>
      </html>
      """;

  private final StringBuilder content = new StringBuilder();

  /**
   * Begins a page.
   *
   * @param title text, escaped here
   */
  public Page(String title) {
    content.append(Text.of(HEAD, HtmlText.escaped(title), resource("page.css")));
  }

  /**
   * Adds a paragraph.
   *
   * @param text escaped here
   */
  public Page paragraph(String text) {
    content.append("<p>").append(HtmlText.escaped(text)).append("</p>\n");
    return this;
  }

  /**
   * Adds a heading of a section.
   *
   * @param text escaped here
   */
  public Page heading(String text) {
    content.append("<h2>").append(HtmlText.escaped(text)).append("</h2>\n");
    return this;
  }

  /**
   * Adds a part that is HTML already.
   *
   * @param html whole elements
   */
  public Page add(String html) {
    content.append(html);
    return this;
  }

  /** The whole page. */
  public String html() {
    return content + Text.of(END, resource("page.js"));
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
