package io.github.dcpt4j.exporter.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of AirNet and TransWeather against their authors' code, at widths of their own. */
class PublishedPartsTest {

  private record Vectors(String part, Weights stored, JsonNode info) {

    static Vectors of(PublishedPart part) throws IOException {
      SafeTensors stored = SafeTensors.read(ReferenceVectors.sharedFile(part.file()));
      String name = part.name().toLowerCase(Locale.ROOT);
      JsonNode info = new ObjectMapper().readTree(stored.metadata().get("info"));
      return new Vectors(name, stored.weights(), info.get("parts").get(name));
    }

    Weights weights() {
      Map<String, Tensor> named = new LinkedHashMap<>();
      stored
          .asMap()
          .forEach(
              (name, tensor) -> {
                if (name.matches(part + "\\.(param|buffer)\\..*")) {
                  named.put(name.substring(name.indexOf('.', part.length() + 1) + 1), tensor);
                }
              });
      return new Weights(named);
    }

    List<Tensor> inputs() {
      List<Tensor> inputs = new ArrayList<>();
      inputs.add(image("input"));
      if (part.equals("dgg")) {
        inputs.add(image("inter"));
      }
      return inputs;
    }

    /** Lists of tokens [N, T, C] become images [N, C, h, w]; the result's size is not told. */
    Tensor image(String name) {
      Tensor tensor = stored.get(part + "." + name);
      List<Integer> shape = tensor.shape();
      if (shape.size() == 4) {
        return tensor;
      }
      int tokens = shape.get(1);
      int channels = shape.get(2);
      int height = info.path("h").asInt(1);
      float[] values = new float[tensor.data().length];
      for (int i = 0; i < values.length; i++) {
        int from = i / channels / tokens * tokens * channels;
        values[from + i % channels * tokens + i / channels % tokens] = tensor.data()[i];
      }
      return new Tensor(List.of(shape.get(0), channels, height, tokens / height), values);
    }

    float[] output() {
      return image("output").data();
    }

    /** How far the authors' result in single precision is from theirs in double. */
    double error() {
      return info.get("max_abs_f32_minus_f64").doubleValue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theReferenceEqualsTheAuthorsCodeInDoublePrecision(PublishedPart part) throws IOException {
    Vectors vectors = Vectors.of(part);
    List<ReferenceTensor> inputs =
        vectors.inputs().stream().map(PublishedPartsTest::reference).toList();

    double[] actual =
        part.of(new ReferenceOps(vectors.weights()), inputs.get(0), inputs.get(inputs.size() - 1))
            .toDoubles();

    float[] expected = vectors.output();
    assertThat(actual).hasSameSizeAs(expected);
    double largest =
        IntStream.range(0, actual.length)
            .mapToDouble(i -> Math.abs(actual[i] - expected[i]))
            .max()
            .orElseThrow();
    assertThat(largest).isCloseTo(vectors.error(), within(1e-11));
  }

  @ParameterizedTest
  @EnumSource
  void onnxRuntimeMeetsTheAuthorsCode(PublishedPart part) throws Exception {
    Vectors vectors = Vectors.of(part);
    GraphBuilder builder = new GraphBuilder(part.name());
    Map<String, Tensor> given = new LinkedHashMap<>();
    List<Value> inputs = new ArrayList<>();
    for (Tensor input : vectors.inputs()) {
      String name = "input" + given.size();
      given.put(name, input);
      inputs.add(builder.input(name, open(Dimension.of(input.shape().get(1)))));
    }
    Value output =
        part.of(
            new OnnxOps(builder, vectors.weights()), inputs.get(0), inputs.get(inputs.size() - 1));
    builder.output("output", output, open(Dimension.of("channels")));

    Tensor actual = OrtRunner.run(builder.build(), given).get("output");

    Closeness.requireClose(actual.data(), Closeness.doubles(vectors.output()));
  }

  private static Dimension[] open(Dimension channels) {
    return new Dimension[] {
      Dimension.of("n"), channels, Dimension.of("height"), Dimension.of("width")
    };
  }

  private static ReferenceTensor reference(Tensor tensor) {
    List<Integer> shape = tensor.shape();
    return ReferenceTensor.of(
        shape.get(0), shape.get(1), shape.get(2), shape.get(3), tensor.data());
  }
}
