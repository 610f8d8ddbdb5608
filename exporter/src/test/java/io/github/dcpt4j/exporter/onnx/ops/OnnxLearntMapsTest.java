package io.github.dcpt4j.exporter.onnx.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.LearntRows;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Learnt feature maps in ONNX Runtime against the reference. */
class OnnxLearntMapsTest {

  @Test
  void learnt_rows_lie_where_the_reference_has_them_whatever_the_number_of_pixels()
      throws Exception {
    int rows = 48;
    float[] numbers = new float[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    Weights weights = new Weights(Map.of("rows", new Tensor(List.of(1, rows, 1), numbers)));
    GraphBuilder builder = new GraphBuilder("rows");
    Value x = builder.input("x", Sizes.featureMap("x", 1));
    builder.output(
        "y",
        new OnnxOps(builder, weights).learntRows("rows", new LearntRows(rows, 1), x),
        Sizes.open(4));
    Graph graph = builder.build();

    // For 74, 123 and 141 pixels, rounding the quotient decides about a row.
    for (int width : List.of(1, 47, 48, 49, 74, 96, 123, 141, 1000, 9999)) {
      Tensor input = new Tensor(List.of(1, 1, 1, width), new float[width]);
      Tensor actual = OrtRunner.run(graph, Map.of("x", input)).get("y");
      ReferenceTensor expected =
          new ReferenceOps(weights)
              .learntRows(
                  "rows",
                  new LearntRows(rows, 1),
                  ReferenceTensor.of(1, 1, 1, width, input.data()));
      assertThat(actual.data()).as("of %d pixels", width).isEqualTo(expected.toFloats());
    }
  }
}
