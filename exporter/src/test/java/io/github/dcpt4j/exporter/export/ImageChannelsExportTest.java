package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of networks for other than colour pictures. */
class ImageChannelsExportTest {

  private static final int SIDE = 16;
  private static final RestorerOptions CPU =
      RestorerOptions.builder().device(Device.CPU).threads(1).build();

  @TempDir private Path folder;

  private enum Made {
    GREY_RESTORMER(restormer().inputChannels(1).outputChannels(1).build()),
    DUAL_PIXEL_RESTORMER(restormer().dualPixel(true).build()),
    GREY_SWINIR(
        new SwinIr(
            4,
            List.of(2),
            List.of(2),
            4,
            2,
            1,
            SwinIr.Form.ORIGINAL,
            new SwinIrOptions(1, Residual.ONE_CONVOLUTION, true, true, false, List.of(8, 8))));

    private final RestorationNetwork network;

    Made(RestorationNetwork network) {
      this.network = network;
    }

    private static Restormer.Builder restormer() {
      return Restormer.builder()
          .form(Restormer.Form.ORIGINAL)
          .dim(4)
          .blocks(List.of(1, 1, 1, 1))
          .refinementBlocks(1)
          .heads(List.of(1, 2, 2, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void are_certified_and_tell_their_channels(Made made) {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(made.network));

    try (OnnxModel model = exported(checkpoint)) {
      assertThat(model.inputChannels()).isEqualTo(made.network.inputChannels());
      assertThat(model.outputChannels()).hasValue(made.network.outputChannels());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"restormer_orig_gray", "restormer_orig_dualpixel"})
  void the_published_restormers_are_certified(String name) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("original/" + name + ".safetensors");
    exported(Checkpoints.of(vectors)).close();
  }

  @Test
  void the_published_swinir_for_grey_pictures_is_certified() throws IOException {
    exported(
            Checkpoints.ofSwinIr(
                ReferenceVectors.shared("original/swinir_orig_w7_gray.safetensors")))
        .close();
  }

  @ParameterizedTest
  @EnumSource(names = {"GREY_RESTORMER", "GREY_SWINIR"})
  void one_for_grey_pictures_restores_the_colours_one_by_one(Made made) {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(made.network));
    exported(checkpoint).close();
    float[] samples = samples();

    try (Restorer restorer = Restorer.open(file(), CPU)) {
      float[] restored =
          restorer.restore(Picture.ofFloats(SIDE, SIDE, samples)).picture().toFloats();

      for (int colour = 0; colour < Picture.CHANNELS; colour++) {
        ReferenceTensor plane = ReferenceTensor.of(1, 1, SIDE, SIDE, channel(samples, colour));
        double[] expected =
            made.network.restore(new ReferenceOps(checkpoint.weights()), plane).toDoubles();
        for (int i = 0; i < expected.length; i++) {
          expected[i] = Math.max(0, Math.min(1, expected[i]));
        }
        Closeness.requireClose(channel(restored, colour), expected);
      }
    }
  }

  @Test
  void one_for_dual_pixels_is_not_for_pictures() {
    exported(Checkpoints.of(ModelDefinition.of(Made.DUAL_PIXEL_RESTORMER.network))).close();

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(file(), CPU))
        .withMessageContaining("makes 3 channels of 6")
        .withMessageContaining("run it with ONNX Runtime directly");
  }

  private OnnxModel exported(Checkpoint checkpoint) {
    ModelCard card =
        new OnnxExporter()
            .export(checkpoint, ExportOptions.everything("channels", checkpoint.model()), file());
    assertThat(card.parity().orElseThrow().differences()).containsOnlyKeys(Head.RESTORATION);
    return OnnxModel.open(file(), RuntimeOptions.CPU, any -> SIDE);
  }

  private Path file() {
    return folder.resolve("model.onnx");
  }

  private static float[] samples() {
    SplittableRandom random = new SplittableRandom(5);
    float[] samples = new float[Picture.CHANNELS * SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat();
    }
    return samples;
  }

  private static float[] channel(float[] interleaved, int channel) {
    float[] plane = new float[interleaved.length / Picture.CHANNELS];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = interleaved[Picture.CHANNELS * i + channel];
    }
    return plane;
  }
}
