package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.AuthorsArguments;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.data.Batch;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A training step of the authors' code: where it began, what it was fed, where it ended. */
record ReferenceStep(ReferenceVectors vectors, Checkpoint start, Batch batch) {

  private static final double GRADIENT_TOLERANCE = 1e-3;

  static ReferenceStep of(ReferenceVectors vectors) {
    JsonNode info = vectors.metadata("info");
    JsonNode described = info.get("network_g");
    RestorationNetwork network =
        AuthorsArguments.network(described.get("type").textValue(), described);
    JsonNode head = info.get("network_dc");
    ModelDefinition model =
        head.isNull()
            ? ModelDefinition.of(network)
            : ModelDefinition.of(
                network,
                AuthorsArguments.classifier(head),
                IntStream.range(0, head.get("num_classes").intValue())
                    .mapToObj(Integer::toString)
                    .toList());
    int[] labels = head.isNull() ? new int[0] : vectors.integers("label");
    List<Integer> shape = vectors.tensor("lq").shape();
    Batch batch =
        new Batch(
            shape.get(0),
            shape.get(2),
            shape.get(3),
            channelsLast(vectors.tensor("lq")),
            channelsLast(vectors.tensor("gt")),
            labels);
    return new ReferenceStep(vectors, new Checkpoint(model, vectors.weights(), Map.of()), batch);
  }

  private static float[] channelsLast(Tensor image) {
    int channels = image.shape().get(1);
    int pixels = image.shape().get(2) * image.shape().get(3);
    float[] turned = new float[image.data().length];
    for (int i = 0; i < turned.length; i++) {
      int pixel = i / pixels / channels * pixels + i % pixels;
      turned[pixel * channels + i / pixels % channels] = image.data()[i];
    }
    return turned;
  }

  /** The losses before a step: pixel, and classification where there is one. */
  float[] losses(int step) {
    Tensor losses = vectors.tensor("losses");
    int columns = losses.shape().get(1);
    float[] row = new float[columns];
    System.arraycopy(losses.data(), step * columns, row, 0, columns);
    return row;
  }

  Weights network(String kind) {
    return vectors.network(kind);
  }

  Weights classifier(String kind) {
    return vectors.classifier(kind);
  }

  /** Compares each tensor's differences with its largest entry. */
  static void assertGradients(ParameterGroup trainee, Weights expected) {
    assertGradients(trainee, expected, GRADIENT_TOLERANCE);
  }

  /**
   * Compares each tensor's differences with its largest entry.
   *
   * @param tolerance largest share of it
   */
  static void assertGradients(ParameterGroup trainee, Weights expected, double tolerance) {
    try (NDArray gradient = trainee.values().getGradient()) {
      Weights actual = trainee.weights(gradient);
      assertThat(expected.asMap().keySet()).isEqualTo(actual.asMap().keySet());
      expected
          .asMap()
          .forEach(
              (name, tensor) -> {
                double largest =
                    Closeness.largestDifference(tensor.data(), new float[tensor.data().length]);
                new Closeness(tolerance * largest, 0)
                    .check(name, actual.get(name).data(), tensor.data());
              });
    }
  }

  /** Gives a set of parameters exactly these gradients. */
  static void backward(ParameterGroup trainee, List<Parameter> layout, Weights gradients) {
    float[] flat = new float[Math.toIntExact(trainee.values().size())];
    int offset = 0;
    for (Parameter parameter : layout) {
      float[] gradient = gradients.get(parameter.name()).data();
      System.arraycopy(gradient, 0, flat, offset, gradient.length);
      offset += gradient.length;
    }
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray factors = trainee.values().getManager().create(flat);
      collector.backward(trainee.values().mul(factors).sum());
    }
  }

  static void assertWeights(Weights actual, Weights expected, double tolerance) {
    assertThat(expected.asMap().keySet()).isNotEmpty().isSubsetOf(actual.asMap().keySet());
    expected
        .asMap()
        .forEach(
            (name, tensor) ->
                new Closeness(tolerance, 0).check(name, actual.get(name).data(), tensor.data()));
  }

  /** The mean absolute difference over all values. */
  static double meanDifference(Weights actual, Weights expected) {
    double sum = 0;
    long count = 0;
    for (Map.Entry<String, Tensor> entry : expected.asMap().entrySet()) {
      float[] values = entry.getValue().data();
      float[] others = actual.get(entry.getKey()).data();
      for (int i = 0; i < values.length; i++) {
        sum += Math.abs((double) values[i] - others[i]);
      }
      count += values.length;
    }
    return sum / count;
  }
}
