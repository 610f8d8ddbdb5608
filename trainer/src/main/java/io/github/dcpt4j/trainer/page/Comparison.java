package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.text.Text;

/**
 * A picture before and after, with a slider between them; the clean one can take the place of the
 * degraded one. The slider works by keyboard, and the pictures can be dragged.
 *
 * @param degraded what was given
 * @param restored what came of it
 * @param target the clean picture; all three have the same size
 */
public record Comparison(
    EmbeddedPicture degraded, EmbeddedPicture restored, EmbeddedPicture target) {

  private static final String FORM =
      """
      <figure class="comparison">
      <h3>%1$s</h3>
      <div class="compare">
      <img alt="restored %1$s" width="%2$d" height="%3$d" src="%6$s">
      <img class="before" data-name="degraded" alt="degraded %1$s" width="%2$d" height="%3$d" src="%5$s">
      <img class="before" data-name="target" alt="target of %1$s" width="%2$d" height="%3$d" src="%7$s" hidden>
      <span class="left">degraded</span><span class="right">restored</span>
      </div>
      <input class="slide" type="range" min="0" max="100" value="50" aria-label="Share of the left picture, %1$s">
      <fieldset class="pick"><legend>Left:</legend>
      <label><input type="radio" name="left-%4$s" value="degraded" checked>degraded</label>
      <label><input type="radio" name="left-%4$s" value="target">target</label>
      </fieldset>
      <figcaption>%8$s</figcaption>
      </figure>
      """;

  /**
   * The comparison as HTML.
   *
   * @param title text, escaped here
   * @param id tells it from the other comparisons of the page; letters, digits and hyphens
   * @param caption HTML
   */
  public String html(String title, String id, String caption) {
    return Text.of(
        FORM,
        HtmlText.escaped(title),
        restored.width(),
        restored.height(),
        id,
        degraded.uri(),
        restored.uri(),
        target.uri(),
        caption);
  }
}
