package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.text.Text;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws the maps of studies side by side: a point for each picture, a colour for each class. */
public final class StudyPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 520;
  private static final int MARKER = 7;
  private static final int COLUMNS = 2;

  /** Told apart by colour-blind readers too (Okabe and Ito, Color Universal Design, 2008). */
  private static final Color[] COLOURS = {
    new Color(0x0072b2),
    new Color(0xe69f00),
    new Color(0x009e73),
    new Color(0xcc79a7),
    new Color(0xd55e00),
    new Color(0x56b4e9),
    new Color(0xf0e442),
    new Color(0x000000)
  };

  private StudyPlot() {}

  /**
   * Draws all maps in one picture: two in a row, or one where their number is odd.
   *
   * @return a PNG file
   */
  public static byte[] png(List<StudyResult> results) {
    List<XYChart> charts = results.stream().map(StudyPlot::chart).toList();
    // XChart wants all places filled.
    int columns = charts.size() % COLUMNS == 0 ? COLUMNS : 1;
    int rows = charts.size() / columns;
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      BitmapEncoder.saveBitmap(charts, rows, columns, bytes, BitmapFormat.PNG);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static XYChart chart(StudyResult result) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title(result)).build();
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
        .setSeriesColors(COLOURS)
        .setChartBackgroundColor(Color.WHITE)
        .setMarkerSize(MARKER)
        .setLegendPosition(LegendPosition.OutsideE);
    // The axes of t-SNE have neither unit nor meaning.
    chart.getStyler().setAxisTicksVisible(false);
    for (int label = 0; label < result.labels().size(); label++) {
      int first = label * result.picturesPerClass();
      List<StudyResult.Point> points =
          result.map().subList(first, first + result.picturesPerClass());
      chart.addSeries(
          result.labels().get(label),
          points.stream().mapToDouble(StudyResult.Point::x).toArray(),
          points.stream().mapToDouble(StudyResult.Point::y).toArray());
    }
    return chart;
  }

  private static String title(StudyResult result) {
    return Text.of(
        "%s, %s pictures: %.1f %%, normalised %.1f %%",
        result.name(),
        result.pictures().name().toLowerCase(Locale.ROOT),
        100 * result.accuracy().mean(),
        100 * result.normalisedAccuracy().mean());
  }
}
