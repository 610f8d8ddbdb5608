package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Curves over the iterations of a run, as SVG within the page. Where there are more points than the
 * chart has pixels, neighbours are replaced by their mean.
 *
 * @param title heading of the chart
 * @param curves at least one of them has a point, else the chart says that there is nothing yet
 */
public record LineChart(String title, List<Curve> curves) {

  private static final int WIDTH = 480;
  private static final int HEIGHT = 260;
  private static final int LEFT = 58;
  private static final int RIGHT = 10;
  private static final int TOP = 8;
  private static final int BOTTOM = 26;
  private static final int TEXT_MARGIN = 30;
  private static final int COLOURS = 8;
  private static final int DASHES = 3;
  private static final int MOST_POINTS = 400;
  private static final int ROWS = 5;
  private static final int COLUMNS = 6;
  private static final double MARGIN = 0.05;

  /** A value at an iteration. */
  public record Point(double x, double y) {}

  /**
   * A curve.
   *
   * @param name for the legend
   * @param points with ascending x; those that are no finite numbers are left out
   */
  public record Curve(String name, List<Point> points) {

    /** Keeps the finite points. */
    public Curve {
      points =
          points.stream()
              .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
              .toList();
    }

    private Curve thinned() {
      if (points.size() <= MOST_POINTS) {
        return this;
      }
      List<Point> means = new ArrayList<>();
      for (int i = 0; i < MOST_POINTS; i++) {
        List<Point> bucket =
            points.subList(
                (int) ((long) i * points.size() / MOST_POINTS),
                (int) ((i + 1L) * points.size() / MOST_POINTS));
        means.add(
            new Point(
                bucket.stream().mapToDouble(Point::x).average().orElseThrow(),
                bucket.stream().mapToDouble(Point::y).average().orElseThrow()));
      }
      return new Curve(name, means);
    }
  }

  private record Frame(double left, double right, double low, double high) {

    static Frame around(List<Point> points) {
      double left = points.stream().mapToDouble(Point::x).min().orElseThrow();
      double right = points.stream().mapToDouble(Point::x).max().orElseThrow();
      double low = points.stream().mapToDouble(Point::y).min().orElseThrow();
      double high = points.stream().mapToDouble(Point::y).max().orElseThrow();
      // A single value still needs an axis.
      double margin = high > low ? MARGIN * (high - low) : Math.max(Math.abs(high), 1) * MARGIN;
      return new Frame(left, right > left ? right : left + 1, low - margin, high + margin);
    }

    double x(double value) {
      return LEFT + (value - left) / (right - left) * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
      return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
  }

  /** Keeps an immutable copy. */
  public LineChart {
    curves = List.copyOf(curves);
  }

  /** The chart as HTML. */
  public String html() {
    List<Curve> drawn = curves.stream().map(Curve::thinned).toList();
    List<Point> all = drawn.stream().flatMap(curve -> curve.points().stream()).toList();
    StringBuilder html = new StringBuilder("<figure class=\"chart\">\n<h3>");
    html.append(HtmlText.escaped(title)).append("</h3>\n");
    if (all.isEmpty()) {
      return html.append("<p class=\"note\">Nothing was measured yet.</p>\n</figure>\n").toString();
    }
    Frame frame = Frame.around(all);
    html.append(
        Text.of(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
            WIDTH, HEIGHT, HtmlText.escaped(title + ": " + summary(drawn))));
    html.append(axes(frame));
    for (int i = 0; i < drawn.size(); i++) {
      html.append(line(drawn.get(i), style(i), frame));
    }
    return html.append("</svg>\n").append(legend(drawn)).append("</figure>\n").toString();
  }

  private static String summary(List<Curve> curves) {
    return curves.stream()
        .filter(curve -> !curve.points().isEmpty())
        .map(curve -> curve.name() + " " + shown(last(curve).y()) + " at the end")
        .collect(Collectors.joining(", "));
  }

  private static Point last(Curve curve) {
    return curve.points().get(curve.points().size() - 1);
  }

  /** Digits enough, whatever the size. */
  private static String shown(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 1e-3) {
      return Text.of("%.2e", value);
    }
    return Text.of(size < 1 ? "%.4f" : size < 1000 ? "%.2f" : "%.0f", value);
  }

  private static String axes(Frame frame) {
    StringBuilder svg = new StringBuilder();
    Ticks rows = Ticks.linear(frame.low(), frame.high(), ROWS);
    for (double value : rows.values()) {
      svg.append(
          Text.of(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%3$.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
              LEFT,
              WIDTH - RIGHT,
              frame.y(value),
              LEFT - 6,
              frame.y(value) + 4,
              rowText(rows, value)));
    }
    Ticks columns = Ticks.linear(frame.left(), frame.right(), COLUMNS);
    for (double value : columns.values()) {
      // The text of the last one would stand beyond the edge.
      String anchor = frame.x(value) > WIDTH - TEXT_MARGIN ? "end" : "middle";
      svg.append(
          Text.of(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
              frame.x(value), HEIGHT - 6, anchor, columns.text(value)));
    }
    return svg.toString();
  }

  private static String rowText(Ticks rows, double value) {
    // Learning rates have too many zeros.
    return rows.digits() > 4 && value != 0 ? Text.of("%.1e", value) : rows.text(value);
  }

  private static String line(Curve curve, String style, Frame frame) {
    if (curve.points().isEmpty()) {
      return "";
    }
    Point last = last(curve);
    String dot =
        Text.of(
            "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>%n",
            style, frame.x(last.x()), frame.y(last.y()));
    return curve.points().stream()
        .map(point -> Text.of("%.1f,%.1f", frame.x(point.x()), frame.y(point.y())))
        .collect(
            Collectors.joining(
                " ", "<polyline class=\"curve " + style + "\" points=\"", "\"/>" + dot));
  }

  /** A colour, and beyond the colours a dash. */
  private static String style(int index) {
    return Text.of("s%d d%d", index % COLOURS, index / COLOURS % DASHES);
  }

  private static String legend(List<Curve> curves) {
    return Stream.iterate(0, i -> i < curves.size(), i -> i + 1)
        .map(i -> entry(curves.get(i), style(i)))
        .collect(Collectors.joining("", "<ul class=\"legend\">\n", "</ul>\n"));
  }

  private static String entry(Curve curve, String style) {
    String value = curve.points().isEmpty() ? "" : " " + shown(last(curve).y());
    return Text.of(
        """
        <li><svg viewBox="0 0 26 8" aria-hidden="true"><line class="curve %s" x1="1" x2="25" y1="4" y2="4"/></svg>%s%s</li>
        """,
        style, HtmlText.escaped(curve.name()), value);
  }
}
