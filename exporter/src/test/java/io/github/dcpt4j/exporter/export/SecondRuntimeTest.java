package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_dnn.readNetFromONNX;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OlderForm;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The graphs in OpenCV's own runtime: one runtime alone could agree with the reference by reading
 * the standard in a way of its own.
 */
class SecondRuntimeTest {

  private static final Tensor INPUT = Noise.of(3, 1, 3, 16, 32);

  private static final PromptIr PROMPT_IR =
      PromptIr.builder()
          .blocks(List.of(0, 0, 0, 0))
          .refinementBlocks(0)
          .expansion(0.1)
          .stages(PromptIr.Stages.REDUCE_NOISE)
          .build();

  static Stream<Checkpoint> models() {
    return Stream.of(
        Checkpoints.of(ModelDefinition.of(new NafNet(8, List.of(1, 2), 1, List.of(1, 1)))),
        Checkpoints.withClassifier(new NafNet(4, List.of(1), 1, List.of(1)), 1),
        Checkpoints.withClassifier(PROMPT_IR, 1),
        Checkpoints.of(
            ModelDefinition.of(
                restormer().form(Restormer.Form.ORIGINAL).norm(RestormerNorm.WITH_BIAS).build())));
  }

  /** What OpenCV 4.13 cannot read, with the node that stops it. */
  static Stream<Arguments> unreadable() {
    return Stream.of(
        // It knows of the first result of a layer norm only.
        Arguments.of(
            restormer().norm(RestormerNorm.BIAS_FREE).build(),
            "Transpose",
            "encoder_level1.body.0.norm1.body/factors"),
        // It takes the results of Range for another type than sizes have.
        Arguments.of(
            swinIr(SwinIr.Form.DCPT, List.of(1, 2, 0, 1, 2, 1)), "Mul", "windows/4_0_2/row_starts"),
        // It does not reckon out negative sizes when it reads the file.
        Arguments.of(swinIr(SwinIr.Form.ORIGINAL, List.of(2)), "Neg", "image/negative_size"));
  }

  private static Restormer.Builder restormer() {
    return Restormer.builder().dim(8).blocks(List.of(1, 1, 1, 1));
  }

  private static SwinIr swinIr(SwinIr.Form form, List<Integer> depths) {
    List<Integer> heads = Collections.nCopies(depths.size(), 2);
    return new SwinIr(4, depths, heads, 4, 2, 1, form, SwinIrOptions.DEFAULT);
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("models")
  void opencv_computes_what_onnx_runtime_computes(Checkpoint checkpoint) throws Exception {
    Path file = write(checkpoint);

    Map<String, Tensor> expected = OrtRunner.run(file, Map.of("image", INPUT));

    assertThat(expected.get("restored").shape()).isEqualTo(INPUT.shape());
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      Closeness.requireClose(openCv(file, output.getKey()), output.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void opencv_does_not_read_all_of_the_standard(
      RestorationNetwork network, String operator, String node) throws Exception {
    Path file = write(Checkpoints.of(ModelDefinition.of(network)));

    assertThat(OrtRunner.run(file, Map.of("image", INPUT))).containsOnlyKeys("restored");
    assertThatThrownBy(() -> openCv(file, "restored"))
        .hasMessageContaining("Node [%s@ai.onnx]:(onnx_node!%s)".formatted(operator, node));
  }

  private Path write(Checkpoint checkpoint) throws IOException {
    Path file = folder.resolve("model.onnx");
    Graph graph =
        new OnnxExporter()
            .graph(checkpoint, ExportOptions.everything("second", checkpoint.model()));
    new OnnxFile(graph, Map.of()).write(file);
    return file;
  }

  private Tensor openCv(Path file, String output) throws IOException {
    Path older = folder.resolve("older.onnx");
    OlderForm.write(file, INPUT.shape(), older);
    return run(older, output);
  }

  private static Tensor run(Path file, String output) {
    try (IntPointer sizes = new IntPointer(sizes(INPUT));
        FloatPointer values = new FloatPointer(INPUT.data());
        Mat blob = new Mat(INPUT.shape().size(), sizes, opencv_core.CV_32F, values);
        Net net = readNetFromONNX(file.toString())) {
      // The faster form of its convolutions costs it digits.
      net.enableWinograd(false);
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
