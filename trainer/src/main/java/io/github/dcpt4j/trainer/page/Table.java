package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;

/** A table whose first column names the rows. It scrolls by itself where it is too wide. */
public final class Table {

  private final String label;
  private final List<String> columns;
  private final List<String> rows = new ArrayList<>();
  private String foot = "";

  /**
   * A cell.
   *
   * @param text escaped here
   * @param style its class in the page's style, or nothing
   */
  public record Cell(String text, String style) {

    /** A figure. */
    public static Cell of(String text) {
      return new Cell(text, "");
    }

    /** Words, which stand at the left. */
    public static Cell words(String text) {
      return new Cell(text, "text");
    }

    /** A difference, coloured by its sign. */
    public static Cell gain(String text, double gain) {
      return new Cell(text, gain < 0 ? "bad" : gain > 0 ? "good" : "");
    }

    private String html() {
      String attribute = style.isEmpty() ? "" : Text.of(" class=\"%s\"", style);
      return Text.of("<td%s>%s</td>", attribute, HtmlText.escaped(text));
    }
  }

  /**
   * Begins a table.
   *
   * @param label what it is, for those who hear the page
   * @param columns headings, that of the names included
   */
  public Table(String label, List<String> columns) {
    this.label = label;
    this.columns = List.copyOf(columns);
  }

  /** Adds a row. */
  public Table row(String name, List<Cell> cells) {
    rows.add(line(name, cells));
    return this;
  }

  /** Sets the last row, which sums up the others. */
  public Table foot(String name, List<Cell> cells) {
    foot = Text.of("<tfoot>\n%s</tfoot>\n", line(name, cells));
    return this;
  }

  private static String line(String name, List<Cell> cells) {
    StringBuilder line = new StringBuilder("<tr><th scope=\"row\" class=\"text\">");
    line.append(HtmlText.escaped(name)).append("</th>");
    cells.forEach(cell -> line.append(cell.html()));
    return line.append("</tr>\n").toString();
  }

  /** The table as HTML. */
  public String html() {
    StringBuilder html = new StringBuilder();
    html.append(
        Text.of(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>\n<thead><tr>",
            HtmlText.escaped(label)));
    columns.forEach(
        column ->
            html.append("<th scope=\"col\">").append(HtmlText.escaped(column)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    rows.forEach(html::append);
    return html.append("</tbody>\n").append(foot).append("</table></div>\n").toString();
  }
}
