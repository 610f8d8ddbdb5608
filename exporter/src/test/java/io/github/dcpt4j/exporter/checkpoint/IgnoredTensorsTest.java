package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.dcpt4j.exporter.architecture.StrictJson;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints that hold more than their network uses, and the networks' short descriptions. */
class IgnoredTensorsTest {

  private static final AirNet AIR_NET = new AirNet(2, 1, 1);
  private static final TransWeather TRANS_WEATHER = new TransWeather(List.of(8, 8, 8, 8), false);

  @TempDir Path folder;

  static Stream<Arguments> ignored() {
    return Stream.of(
        Arguments.of(AIR_NET, "E.E.queue"),
        Arguments.of(AIR_NET, "E.E.queue_ptr"),
        Arguments.of(AIR_NET, "E.E.encoder_q.E.0.backbone.0.weight"),
        Arguments.of(AIR_NET, "E.E.encoder_q.mlp.2.bias"),
        Arguments.of(AIR_NET, "E.E.encoder_k.E_pre.backbone.0.weight"),
        Arguments.of(AIR_NET, "E.E.encoder_q.E_pre.shortcut.1.num_batches_tracked"),
        Arguments.of(TRANS_WEATHER, "Tenc.mini_patch_embed4.proj.weight"),
        Arguments.of(TRANS_WEATHER, "convproj.conv_output.conv2d.bias"));
  }

  @ParameterizedTest
  @MethodSource("ignored")
  void tensorThatTheNetworkIgnoresMayBeThereInAnyShape(RestorationNetwork network, String name) {
    Weights fresh = fresh(network);

    Checkpoint checkpoint =
        new Checkpoint(ModelDefinition.of(network), with(fresh, name), Map.of());

    assertThat(checkpoint.weights().asMap()).containsExactlyEntriesOf(fresh.asMap());
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
        Arguments.of(AIR_NET, "E.E.encoder_q.E_pre.backbone.7.weight"),
        Arguments.of(AIR_NET, "R.body.0.body.9.conv1.weight"),
        Arguments.of(AIR_NET, "E.E.queue.more"),
        Arguments.of(TRANS_WEATHER, "Tdec.norm1.weight"),
        Arguments.of(TRANS_WEATHER, "convtail.conv_output.conv2d.bias"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void anyOtherTensorIsRefused(RestorationNetwork network, String name) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () -> new Checkpoint(ModelDefinition.of(network), with(fresh(network), name), Map.of()))
        .withMessage("the weights do not fit the network: surplus " + name);
  }

  @Test
  void runningStatisticsAreNeededAndComeBackFromTheFile() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(fresh(AIR_NET).asMap());
    String mean = "E.E.encoder_q.E_pre.backbone.1.running_mean";
    tensors.put(mean, new Tensor(List.of(2), new float[] {3, -4}));
    ModelDefinition model = ModelDefinition.of(AIR_NET);
    Path file = folder.resolve("airnet.safetensors");
    new Checkpoint(model, new Weights(tensors), Map.of()).write(file);

    assertThat(Checkpoint.read(file).weights().get(mean).data()).containsExactly(3, -4);
    assertThat(Checkpoint.read(file).model()).isEqualTo(model);
    tensors.remove(mean);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> new Checkpoint(model, new Weights(tensors), Map.of()))
        .withMessageEndingWith("missing " + mean);
  }

  @Test
  void descriptionWithoutSizesMeansThePublishedNetwork() {
    assertThat(parsed("{'network':'airnet'}")).isEqualTo(new AirNet(64, 5, 5));
    assertThat(parsed("{'network':'airnet','features':8}")).isEqualTo(new AirNet(8, 5, 5));
    assertThat(parsed("{'network':'transweather'}"))
        .isEqualTo(new TransWeather(List.of(64, 128, 320, 512), true));
    assertThat(parsed("{'network':'transweather','widths':[8,8,8,8],'taskDecoder':false}"))
        .isEqualTo(TRANS_WEATHER);
  }

  @Test
  void descriptionWithAnUnknownFieldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("{'network':'airnet','width':8}"))
        .withMessage("the field 'width' is not known");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed("{'network':'transweather','widths':[8]}"))
        .withMessageContaining("needs 4 widths");
  }

  private static RestorationNetwork parsed(String json) {
    return StrictJson.parse(json.replace('\'', '"'), new TypeReference<RestorationNetwork>() {});
  }

  private static Weights fresh(RestorationNetwork network) {
    return Weights.initial(
        ModelSummary.of(ModelDefinition.of(network)).parameters(), new SplittableRandom(3));
  }

  private static Weights with(Weights weights, String name) {
    Map<String, Tensor> more = new LinkedHashMap<>(weights.asMap());
    more.put(name, new Tensor(List.of(1, 7), new float[7]));
    return new Weights(more);
  }
}
