package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.TilingPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small complete AirNets and TransWeathers in ONNX Runtime against the reference. */
class WeatherNetworksExportTest {

  @TempDir Path folder;

  static Stream<RestorationNetwork> networks() {
    return Stream.of(
        new AirNet(6, 2, 2),
        new TransWeather(List.of(8, 16, 8, 16), true),
        new TransWeather(List.of(16, 8, 16, 8), false));
  }

  static Stream<Arguments> sizes() {
    return networks()
        .flatMap(
            network ->
                network instanceof AirNet
                    ? Stream.of(Arguments.of(network, 1, 1, 7), Arguments.of(network, 2, 13, 10))
                    : Stream.of(
                        Arguments.of(network, 1, 48, 80), Arguments.of(network, 2, 64, 48)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void a_small_network_meets_the_reference(
      RestorationNetwork network, int batch, int height, int width) throws Exception {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(network));
    Tensor image = Noise.of(5, batch, 3, height, width);

    Tensor actual =
        OrtRunner.run(
                new OnnxExporter().graph(checkpoint, options(checkpoint)), Map.of("image", image))
            .get("restored");

    ReferenceTensor expected =
        network.restore(
            new ReferenceOps(checkpoint.weights()),
            ReferenceTensor.of(batch, 3, height, width, image.data()));
    assertThat(actual.shape()).containsExactly(batch, 3, height, width);
    Closeness.requireClose(actual.data(), expected.toDoubles());
    assertThat(deviation(expected.toDoubles())).isGreaterThan(0.01);
  }

  private static double deviation(double[] values) {
    double mean = 0;
    double square = 0;
    for (double value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    return Math.sqrt(square - mean * mean);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void an_exported_file_tells_sizes_and_tiling(RestorationNetwork network) {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(network));

    ModelCard card =
        new OnnxExporter().export(checkpoint, options(checkpoint), folder.resolve("model.onnx"));

    boolean airNet = network instanceof AirNet;
    assertThat(card.heads()).containsExactly(Head.RESTORATION);
    assertThat(card.sizeMultiple()).isEqualTo(airNet ? 1 : 16);
    assertThat(card.minimumSize()).isEqualTo(airNet ? 1 : 48);
    assertThat(card.tiling().policy())
        .isEqualTo(airNet ? TilingPolicy.TILED : TilingPolicy.WHOLE_IMAGE);
    assertThat(card.parity().orElseThrow().differences().get(Head.RESTORATION)).isLessThan(5e-5);
  }

  private static ExportOptions options(Checkpoint checkpoint) {
    return ExportOptions.everything("weather", checkpoint.model());
  }
}
