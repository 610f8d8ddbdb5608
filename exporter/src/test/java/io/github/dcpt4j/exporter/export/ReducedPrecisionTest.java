package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import io.github.dcpt4j.sdk.image.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReducedPrecisionTest {

  private static final CalibrationPictures PICTURES =
      new CalibrationPictures(IntStream.range(0, 3).mapToObj(ReducedPrecisionTest::noise).toList());

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"FP16", "INT8"})
  void a_model_of_lower_precision_tells_how_close_it_comes_to_fp32(Precision precision)
      throws Exception {
    Path target = folder.resolve("m.onnx");
    Checkpoint checkpoint = checkpoint();

    ModelCard card = export(checkpoint, new ReducedPrecision(precision, PICTURES), target);

    assertThat(card.precision()).isEqualTo(precision);
    assertThat(card.parity().orElseThrow().differences().get(Head.RESTORATION)).isLessThan(1e-4);
    QuantizationFidelity fidelity = card.fidelity().orElseThrow();
    assertThat(fidelity.pictures()).isEqualTo(3);
    assertThat(fidelity.psnr().orElseThrow())
        .isGreaterThanOrEqualTo(precision == Precision.FP16 ? 50 : 38)
        .isLessThan(150);
    assertThat(fidelity.sameLabel()).hasValue(1);
    try (Restorer restorer = Restorer.open(target)) {
      assertThat(restorer.card()).isEqualTo(card);
      assertThat(restorer.restore(noise(5)).picture().width()).isEqualTo(48);
    }
    assertThat(filesIn(folder)).containsExactly("m.onnx");
  }

  @Test
  void the_figure_is_that_of_the_file() throws Exception {
    Checkpoint checkpoint = checkpoint();
    Path fp32 = folder.resolve("fp32.onnx");
    Path int8 = folder.resolve("int8.onnx");
    new OnnxExporter().export(checkpoint, ExportOptions.everything("m", checkpoint.model()), fp32);
    ModelCard card = export(checkpoint, new ReducedPrecision(Precision.INT8, PICTURES), int8);

    double squares = 0;
    long count = 0;
    for (Picture picture : PICTURES.pictures()) {
      float[] expected = restored(fp32, picture);
      float[] actual = restored(int8, picture);
      for (int i = 0; i < expected.length; i++) {
        double difference = limited(expected[i]) - limited(actual[i]);
        squares += difference * difference;
      }
      count += expected.length;
    }
    assertThat(card.fidelity().orElseThrow().psnr().orElseThrow())
        .isCloseTo(-10 * Math.log10(squares / count), Offset.offset(1e-3));
  }

  @Test
  void lower_precision_makes_smaller_files() throws Exception {
    Checkpoint checkpoint = checkpoint();
    Path fp32 = folder.resolve("fp32.onnx");
    Path fp16 = folder.resolve("fp16.onnx");
    new OnnxExporter().export(checkpoint, ExportOptions.everything("m", checkpoint.model()), fp32);
    export(checkpoint, new ReducedPrecision(Precision.FP16, PICTURES), fp16);

    assertThat(Files.size(fp16)).isLessThan(Files.size(fp32) * 7 / 10);
  }

  @Test
  void a_network_that_8_bits_spoil_is_refused_and_nothing_is_written() throws Exception {
    Path target = folder.resolve("m.onnx");

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> export(spoilt(), new ReducedPrecision(Precision.INT8, PICTURES), target))
        .withMessageContaining("int8")
        .withMessageMatching(".*with \\d+\\.\\d dB.*38\\.0 are asked for.*");
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void a_lower_figure_can_be_accepted() {
    ReducedPrecision wanted = new ReducedPrecision(Precision.INT8, PICTURES).accepting(5);

    ModelCard card = export(spoilt(), wanted, folder.resolve("m.onnx"));

    assertThat(card.fidelity().orElseThrow().psnr().orElseThrow()).isBetween(5.0, 38.0);
    assertThat(wanted.usualBound()).isEqualTo(38);
  }

  @Test
  void a_higher_figure_can_be_asked_for() {
    ReducedPrecision wanted = new ReducedPrecision(Precision.FP16, PICTURES).accepting(140);

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> export(checkpoint(), wanted, folder.resolve("m.onnx")))
        .withMessageContaining("140.0 are asked for");
  }

  @Test
  void a_restoration_head_alone_has_no_labels_to_compare() {
    Checkpoint checkpoint = checkpoint();
    ExportOptions options =
        new ExportOptions("m", Set.of(Head.RESTORATION))
            .withQuantization(new ReducedPrecision(Precision.INT8, PICTURES));

    ModelCard card = new OnnxExporter().export(checkpoint, options, folder.resolve("m.onnx"));

    assertThat(card.fidelity().orElseThrow().sameLabel()).isEmpty();
  }

  @Test
  void weights_beyond_the_largest_single_file_lie_beside_it() {
    Path target = folder.resolve("m.onnx");
    Checkpoint checkpoint = checkpoint();
    ExportOptions options =
        ExportOptions.everything("m", checkpoint.model())
            .withQuantization(new ReducedPrecision(Precision.INT8, PICTURES));

    ModelCard card = new OnnxExporter(List.of(), 1000).export(checkpoint, options, target);

    assertThat(folder.resolve("m.onnx.data")).isNotEmptyFile();
    try (Restorer restorer = Restorer.open(target)) {
      assertThat(restorer.card()).isEqualTo(card);
    }
  }

  @Test
  void fp32_is_not_a_reduced_precision() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReducedPrecision(Precision.FP32, PICTURES));
  }

  private static ModelCard export(Checkpoint checkpoint, ReducedPrecision wanted, Path target) {
    ExportOptions options =
        ExportOptions.everything("m", checkpoint.model()).withQuantization(wanted);
    return new OnnxExporter().export(checkpoint, options, target);
  }

  private static Checkpoint checkpoint() {
    return Checkpoints.withClassifier(new NafNet(8, List.of(1, 1), 1, List.of(1, 1)), 1);
  }

  /** One channel reaches so far that a step of 8 bits is as large as all other channels. */
  private static Checkpoint spoilt() {
    Checkpoint checkpoint = checkpoint();
    Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.weights().asMap());
    String name = "decoder1.0.conv1.bias";
    float[] bias = tensors.get(name).data().clone();
    bias[0] = 300;
    tensors.put(name, new Tensor(tensors.get(name).shape(), bias));
    return new Checkpoint(checkpoint.model(), new Weights(tensors), Map.of());
  }

  private static Picture noise(int seed) {
    byte[] samples = new byte[Picture.CHANNELS * 48 * 32];
    new SplittableRandom(seed).nextBytes(samples);
    return Picture.ofBytes(48, 32, samples);
  }

  private static float[] restored(Path model, Picture picture) throws Exception {
    NetworkInput input = NetworkInput.of(picture);
    float[] values = new float[input.values().remaining()];
    input.values().duplicate().get(values);
    Tensor image = new Tensor(List.of(1, 3, input.height(), input.width()), values);
    return OrtRunner.run(model, Map.of("image", image)).get("restored").data();
  }

  private static double limited(float value) {
    return Math.min(Math.max(value, 0), 1);
  }

  private static List<String> filesIn(Path folder) throws Exception {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(file -> file.getFileName().toString()).toList();
    }
  }
}
