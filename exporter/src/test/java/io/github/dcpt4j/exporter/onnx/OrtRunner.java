package io.github.dcpt4j.exporter.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs graphs with any inputs and outputs; the SDK's session knows models only. */
public final class OrtRunner {

  private OrtRunner() {}

  /** ONNX Runtime has one environment per process and complains unless all ask for the same. */
  public static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "dcpt4j");
  }

  /** Runs a graph of ours. */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs)
      throws IOException, OrtException {
    Path file = Files.createTempFile("graph", ".onnx");
    try {
      new OnnxFile(graph, Map.of()).write(file);
      return run(file, inputs);
    } finally {
      Files.delete(file);
    }
  }

  /** Runs any file. */
  public static Map<String, Tensor> run(Path file, Map<String, Tensor> inputs) throws OrtException {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // As the SDK does: sums of 8-bit products run over on processors without VNNI otherwise.
      options.addConfigEntry("session.x64quantprecision", "1");
      return run(environment, environment.createSession(file.toString(), options), inputs);
    }
  }

  private static Map<String, Tensor> run(
      OrtEnvironment environment, OrtSession opened, Map<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensor> given = new HashMap<>();
    try (OrtSession session = opened) {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        long[] shape = input.getValue().shape().stream().mapToLong(size -> size).toArray();
        FloatBuffer values = FloatBuffer.wrap(input.getValue().data());
        given.put(input.getKey(), OnnxTensor.createTensor(environment, values, shape));
      }
      try (OrtSession.Result results = session.run(given)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        results.forEach(
            entry -> outputs.put(entry.getKey(), tensor((OnnxTensor) entry.getValue())));
        return outputs;
      }
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static Tensor tensor(OnnxTensor values) {
    float[] data = new float[values.getFloatBuffer().remaining()];
    values.getFloatBuffer().get(data);
    return new Tensor(
        Arrays.stream(values.getInfo().getShape()).mapToObj(Math::toIntExact).toList(), data);
  }
}
