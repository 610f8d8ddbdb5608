package io.github.dcpt4j.exporter.onnx.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;

/** One operation on a feature map of eight channels, for any back end. */
interface Operation {

  /** Applies it. */
  <T> T of(Ops<T> ops, T x);

  /** Fails unless ONNX Runtime gives what the reference gives, at several sizes and batches. */
  static void requireReference(Operation operation, Weights weights) throws Exception {
    GraphBuilder builder = new GraphBuilder("one operation");
    Value x = builder.input("x", featureMap("x", 8));
    builder.output("y", operation.of(new OnnxOps(builder, weights), x), open(4));
    Graph graph = builder.build();

    for (List<Integer> size : List.of(List.of(1, 4, 6), List.of(2, 7, 5), List.of(3, 13, 3))) {
      int n = size.get(0);
      int h = size.get(1);
      int w = size.get(2);
      Tensor input = Noise.of(11, n, 8, h, w);
      Tensor actual = OrtRunner.run(graph, Map.of("x", input)).get("y");

      ReferenceTensor expected =
          operation.of(new ReferenceOps(weights), ReferenceTensor.of(n, 8, h, w, input.data()));
      assertThat(actual.shape())
          .containsExactly(n, expected.channels(), expected.height(), expected.width());
      Closeness.requireClose(actual.data(), expected.toDoubles());
    }
  }

  /** The shape [n, channels, height, width], all but the channels open. */
  static Dimension[] featureMap(String name, int channels) {
    return new Dimension[] {
      Dimension.of("n"),
      Dimension.of(channels),
      Dimension.of(name + "_height"),
      Dimension.of(name + "_width")
    };
  }

  /** A shape of open sizes. */
  static Dimension[] open(int rank) {
    Dimension[] shape = new Dimension[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = Dimension.of("y" + i);
    }
    return shape;
  }
}
