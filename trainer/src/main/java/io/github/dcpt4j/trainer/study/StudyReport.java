package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.text.Text;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A page about studies, beside the published figures. It needs no other file. */
public final class StudyReport {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>%1$s</title>
      <style>
      body { font: 15px sans-serif; margin: 2em; max-width: 85em; }
      table { border-collapse: collapse; margin: 1em 0; }
      th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid #ddd; }
      td:first-child, th:first-child { text-align: left; }
      img { max-width: 100%%; }
      </style>
      </head>
      <body>
      <h1>%1$s</h1>
      <p>How often the nearest neighbours of a held-out picture, by the features of a decoder stage, \
      name its degradation: %2$d neighbours, a third of the pictures held out, mean and standard \
      deviation of %3$d splits, centre crops of %4$d pixels, decoder stage %5$d (0 is the finest).</p>
      <table>
      <tr><th>weights</th><th>pictures</th><th>per class</th><th>features</th><th>accuracy, %%</th>\
      <th>of normalised features, %%</th><th>by chance, %%</th></tr>
      """;

  private static final String NOTES =
      """
      <p>Disjoint: every class has clean pictures of its own, by chance from one set. Shared, the \
      control: all classes are made of the same clean pictures, and all versions of a picture are \
      held out together, so that neither data set nor content tells the class.</p>
      <h2>Published</h2>
      <p>100 pictures per class, each class from a data set of its own, which neighbours may \
      recognise instead of the degradation; training on three of the five degradations.</p>
      <table>
      <tr><th>network</th><th>random, %%</th><th>200k iterations, %%</th><th>400k, %%</th><th>600k, %%</th></tr>
      <tr><td>NAFNet</td><td>52</td><td>90</td><td>94</td><td>94</td></tr>
      <tr><td>SwinIR</td><td>64</td><td>92</td><td>95</td><td>95</td></tr>
      <tr><td>Restormer</td><td>71</td><td>93</td><td>95</td><td>97</td></tr>
      <tr><td>PromptIR</td><td>55</td><td>93</td><td>95</td><td>95</td></tr>
      </table>
      <h2>Maps</h2>
      <p>t-SNE of the L2-normalised features, %d iterations.</p>
      """;

  private StudyReport() {}

  /**
   * The page.
   *
   * @param network name of the network
   * @param settings of all results
   * @param plot a PNG file with the maps
   */
  public static String page(
      String network, StudySettings settings, List<StudyResult> results, byte[] plot) {
    StringBuilder page = new StringBuilder();
    page.append(
        Text.of(
            HEAD,
            escaped("Degradations in the features of " + network),
            settings.neighbours(),
            settings.splits(),
            settings.side(),
            settings.stage()));
    results.forEach(result -> page.append(row(result)));
    page.append("</table>\n");
    page.append(Text.of(NOTES, settings.mapIterations()));
    return page.append("<img alt=\"maps\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(plot))
        .append("\">\n</body>\n</html>\n")
        .toString();
  }

  private static String row(StudyResult result) {
    return Text.of(
        "<tr><td>%s</td><td>%s</td><td>%d</td><td>%d</td><td>%s</td><td>%s</td><td>%.0f</td></tr>%n",
        escaped(result.name()),
        result.pictures().name().toLowerCase(Locale.ROOT),
        result.picturesPerClass(),
        result.featureLength(),
        percent(result.accuracy()),
        percent(result.normalisedAccuracy()),
        100 * result.chance());
  }

  private static String percent(Spread share) {
    return Text.of("%.1f &plusmn; %.1f", 100 * share.mean(), 100 * share.deviation());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
