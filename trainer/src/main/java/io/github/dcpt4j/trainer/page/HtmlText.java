package io.github.dcpt4j.trainer.page;

/** Text of any origin inside HTML or SVG. */
public final class HtmlText {

  private HtmlText() {}

  /** The text for an element or a quoted attribute; nothing in it is read as markup. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
