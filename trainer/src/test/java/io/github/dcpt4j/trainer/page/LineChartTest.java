package io.github.dcpt4j.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.trainer.page.LineChart.Curve;
import io.github.dcpt4j.trainer.page.LineChart.Point;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LineChartTest {

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<double[]> drawn(String html) throws Exception {
    String points =
        parse(html)
            .getElementsByTagName("polyline")
            .item(0)
            .getAttributes()
            .getNamedItem("points")
            .getNodeValue();
    return List.of(points.split(" ")).stream()
        .map(point -> point.split(","))
        .map(xy -> new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])})
        .toList();
  }

  @Test
  void drawsRisingValuesFromTheLowerLeftToTheUpperRight() throws Exception {
    Curve curve = new Curve("a", List.of(new Point(0, 1), new Point(50, 2), new Point(100, 3)));

    List<double[]> points = drawn(new LineChart("t", List.of(curve)).html());

    assertThat(points).hasSize(3);
    assertThat(points.get(1)[0]).isEqualTo((points.get(0)[0] + points.get(2)[0]) / 2);
    assertThat(points.get(0)[0]).isLessThan(points.get(2)[0]);
    assertThat(points.get(0)[1]).isGreaterThan(points.get(1)[1]);
    assertThat(points.get(1)[1]).isGreaterThan(points.get(2)[1]);
  }

  @Test
  void replacesNeighboursByTheirMeanWhereThereAreTooMany() throws Exception {
    List<Point> many = IntStream.range(0, 4000).mapToObj(i -> new Point(i, i % 10)).toList();

    List<double[]> points = drawn(new LineChart("t", List.of(new Curve("a", many))).html());

    assertThat(points).hasSize(400);
    assertThat(points).extracting(point -> point[1]).containsOnly(points.get(0)[1]);
  }

  @Test
  void leavesOutWhatIsNoNumber() throws Exception {
    Curve curve =
        new Curve("a", List.of(new Point(0, 1), new Point(1, Double.NaN), new Point(2, 1)));
    assertThat(drawn(new LineChart("t", List.of(curve)).html())).hasSize(2);
  }

  @Test
  void drawsASinglePointAndSaysWhereThereIsNone() throws Exception {
    Curve single = new Curve("a", List.of(new Point(10, 0)));
    assertThat(parse(new LineChart("t", List.of(single)).html()).getElementsByTagName("circle"))
        .extracting(circles -> circles.getLength())
        .isEqualTo(1);
    assertThat(new LineChart("t", List.of(new Curve("a", List.of()))).html())
        .contains("Nothing was measured yet");
  }

  @Test
  void takesNamesForTextOnly() throws Exception {
    Curve curve = new Curve("<b>&\"'", List.of(new Point(0, 1)));
    Document document = parse(new LineChart("<i>", List.of(curve)).html());
    assertThat(document.getElementsByTagName("b").getLength()).isZero();
    assertThat(document.getElementsByTagName("h3").item(0).getTextContent()).isEqualTo("<i>");
    assertThat(document.getElementsByTagName("li").item(0).getTextContent()).contains("<b>&\"'");
  }

  @Test
  void ticksAreRound() {
    assertThat(Ticks.linear(0, 1, 5).values()).hasSize(6).contains(0.0, 1.0);
    assertThat(Ticks.linear(7.3, 26.9, 5).values()).containsExactly(10.0, 15.0, 20.0, 25.0);
    assertThat(Ticks.linear(10, 900, 6).values()).containsExactly(200.0, 400.0, 600.0, 800.0);
    Ticks small = Ticks.linear(0.0811, 0.0832, 5);
    assertThat(small.values().stream().map(small::text))
        .containsExactly("0.0815", "0.0820", "0.0825", "0.0830");
  }
}
