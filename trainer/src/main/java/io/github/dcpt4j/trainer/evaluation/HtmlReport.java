package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.page.Page;
import java.util.List;

/**
 * A page about a model on one or several test sets: figures, what the classifier named, and the
 * pictures that gained least, before and after. It needs no other file.
 */
public final class HtmlReport {

  private static final int MOST_PICTURES = 36;

  private HtmlReport() {}

  /**
   * How many pictures of each set the page shows, so that it has about fifteen megabytes at most:
   * 36 in all, but one of every set. The figures of all others stand in tables.
   *
   * @param sets number of test sets
   */
  public static int picturesOfEach(int sets) {
    return Math.max(1, MOST_PICTURES / sets);
  }

  /**
   * The page.
   *
   * @param model name of the model
   * @param parts the sets in the order in which they appear
   */
  public static String page(String model, List<ResultSections.Part> parts) {
    Page page =
        new Page(
            parts.size() == 1
                ? Text.of("%s on %s", model, parts.get(0).result().name())
                : Text.of("%s on %d test sets", model, parts.size()));
    page.paragraph(
        "PSNR and SSIM of whole pictures (RGB, 8 bit), means over the pictures of a set.");
    new ResultSections(parts).addTo(page);
    return page.html();
  }
}
