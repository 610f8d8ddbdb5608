package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OlderForm;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_dnn.Net;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The graphs in OpenCV's own runtime: one runtime alone could agree with the reference by reading
 * the standard in a way of its own.
 */
class SecondRuntimeTest {

  @TempDir Path folder;

  static Stream<Checkpoint> models() {
    Restormer.Builder restormer = Restormer.builder().dim(8).blocks(List.of(1, 1, 1, 1));
    return Stream.of(
        Checkpoints.of(ModelDefinition.of(new NafNet(8, List.of(1, 2), 1, List.of(1, 1)))),
        Checkpoints.withClassifier(new NafNet(4, List.of(1), 1, List.of(1)), 1),
        Checkpoints.of(ModelDefinition.of(restormer.build())),
        Checkpoints.of(
            ModelDefinition.of(
                restormer.form(Restormer.Form.ORIGINAL).norm(RestormerNorm.WITH_BIAS).build())));
  }

  @ParameterizedTest
  @MethodSource("models")
  void opencv_computes_what_onnx_runtime_computes(Checkpoint checkpoint) throws Exception {
    Graph graph =
        new OnnxExporter()
            .graph(checkpoint, ExportOptions.everything("second", checkpoint.model()));
    Tensor input = Noise.of(3, 1, 3, 16, 32);
    Path file = folder.resolve("model.onnx");
    Path older = folder.resolve("older.onnx");
    new OnnxFile(graph, Map.of()).write(file);
    OlderForm.write(file, input.shape(), older);

    Map<String, Tensor> expected = OrtRunner.run(file, Map.of("image", input));

    assertThat(expected.get("restored").shape()).isEqualTo(input.shape());
    expected.forEach(
        (output, values) -> Closeness.requireClose(openCv(older, input, output), values));
  }

  private static Tensor openCv(Path file, Tensor input, String output) {
    try (IntPointer sizes = new IntPointer(sizes(input));
        FloatPointer values = new FloatPointer(input.data());
        Mat blob = new Mat(input.shape().size(), sizes, opencv_core.CV_32F, values);
        Net net = readNetFromONNX(file.toString())) {
      net.setInput(blob);
      try (Mat result = net.forward(output);
          FloatPointer first = new FloatPointer(result.data())) {
        float[] data = new float[Math.toIntExact(result.total())];
        first.get(data);
        List<Integer> shape =
            Stream.iterate(0, i -> i < result.dims(), i -> i + 1).map(result::size).toList();
        return new Tensor(shape, data);
      }
    }
  }

  private static int[] sizes(Tensor tensor) {
    return tensor.shape().stream().mapToInt(Integer::intValue).toArray();
  }
}
