package io.github.dcpt4j.exporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks of unusual shapes, whose weights and buffers were made by their authors' code. */
class OriginalRecognitionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restormer_orig_biasfree",
        "restormer_orig_bias_true",
        "restormer_orig_dualpixel",
        "restormer_orig_gray",
        "restormer_orig_withbias"
      })
  void restormerIsRecognised(String name) throws IOException {
    assertThat(recognised(name, "{}").network()).isEqualTo(vectors(name).network());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swinir_orig_w8",
        "swinir_orig_w7_gray",
        "swinir_orig_w7_color",
        "swinir_orig_1layer_rect"
      })
  void swinIrIsRecognisedButForTheTrainingImagesSizeWhichMakesNoDifference(String name)
      throws IOException {
    SwinIr expected = vectors(name).swinIr();
    SwinIrOptions options = expected.options();

    assertThat(recognised(name, "{}").network())
        .isEqualTo(
            new SwinIr(
                expected.embedDim(),
                expected.depths(),
                expected.heads(),
                expected.window(),
                expected.mlpRatio(),
                expected.imageRange(),
                expected.form(),
                new SwinIrOptions(
                    options.imageChannels(),
                    options.residual(),
                    options.qkvBias(),
                    options.patchNorm(),
                    options.positionEmbedding(),
                    SwinIrOptions.DEFAULT.imageSize())));
  }

  @Test
  void swinIrWithoutMasksIsNotShifted() throws IOException {
    String name = "swinir_orig_noshift";
    assertThat(recognised(name, "{}").network()).isEqualTo(vectors(name).swinIr());
  }

  @Test
  void swinIrWithPositionsAsksForTheSizeThatTheyBelongTo() throws IOException {
    String name = "swinir_orig_options";
    SwinIr expected = vectors(name).swinIr();
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> recognised(name, "{}"))
        .withMessageContaining("{\"options\": {\"imageSize\": [HEIGHT, WIDTH]}}, of 96 pixels");
    assertThat(recognised(name, "{\"options\": {\"imageSize\": [8, 12]}}").network())
        .isEqualTo(expected);
  }

  /** Also sees that the file's buffers are no obstacle. */
  private static NetworkRecognition recognised(String name, String description) throws IOException {
    Map<String, Tensor> state = new LinkedHashMap<>();
    SafeTensors.read(ReferenceVectors.sharedFile("original/" + name + ".safetensors"))
        .weights()
        .asMap()
        .forEach(
            (key, tensor) -> {
              if (key.startsWith("param.") || key.startsWith("buffer.")) {
                state.put(key.substring(key.indexOf('.') + 1), tensor);
              }
            });
    Weights weights = new Weights(state);
    NetworkRecognition recognised =
        NetworkRecognition.of(
            new TensorShapes(weights.shapes()), NetworkDescription.parse(description));
    new Checkpoint(ModelDefinition.of(recognised.network()), weights, Map.of());
    return recognised;
  }

  private static ReferenceVectors vectors(String name) throws IOException {
    return ReferenceVectors.shared("original/" + name + ".safetensors");
  }
}
