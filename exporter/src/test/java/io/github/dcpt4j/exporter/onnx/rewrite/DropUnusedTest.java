package io.github.dcpt4j.exporter.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropUnusedTest {

  private final GraphBuilder builder = new GraphBuilder("graph");
  private final Value x = builder.input("x", Dimension.of("n"));

  private Value relu(String name, Value of) {
    return builder.node(name, Operator.RELU, Map.of(), of);
  }

  @Test
  void nodesThatLeadNowhereGoWithAllThatLeadsToThemAlone() {
    Value shared = relu("shared", x);
    relu("dead end", relu("way to it", shared));
    builder.output("y", relu("result", shared), Dimension.of("n"));

    Graph graph = new DropUnused().apply(builder.build());

    assertThat(graph.nodes()).extracting(Node::name).containsExactly("shared", "result");
  }

  @Test
  void constantsStayOnlyWhereTheyAreRead() {
    Tensor one = new Tensor(List.of(), new float[] {1});
    builder.constant("unread", one);
    builder.node("dead end", Operator.ADD, Map.of(), x, builder.constant("read in vain", one));
    Value sum = builder.node("sum", Operator.ADD, Map.of(), x, builder.constant("read", one));
    builder.output("y", sum, Dimension.of("n"));

    assertThat(new DropUnused().apply(builder.build()).constants()).containsOnlyKeys("read");
  }

  @Test
  void aNodeWithOneResultInUseStays() {
    List<Value> halves =
        builder.nodeWithResults("split", 2, Operator.SPLIT, Map.of("axis", Attribute.of(0)), x);
    builder.output("y", halves.get(1), Dimension.of("half"));

    Graph graph = builder.build();

    assertThat(new DropUnused().apply(graph)).isEqualTo(graph);
  }
}
