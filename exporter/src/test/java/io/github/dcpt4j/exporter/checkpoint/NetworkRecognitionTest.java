package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkRecognitionTest {

  @TempDir Path folder;

  static Stream<NafNet> networks() {
    return Stream.of(
        new NafNet(6, List.of(1, 2), 2, List.of(2, 3)),
        new NafNet(4, List.of(0, 11, 1), 0, List.of(1, 0, 1)),
        new NafNet(1, List.of(1), 1, List.of(0)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void nafNetIsRecognisedFromNamesAndShapes(NafNet network) {
    assertThat(recognised(fresh(network)).network()).isEqualTo(network);
  }

  @Test
  void fileOfTheAuthorsNamesNeedsNoDescription() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.bundled("nafnet_multi.safetensors");
    Map<String, Tensor> network = new LinkedHashMap<>(vectors.weights().asMap());
    network.keySet().removeIf(name -> name.startsWith("classifier."));
    Path file = folder.resolve("foreign.safetensors");
    new SafeTensors(Map.of("format", "pt"), new Weights(network)).write(file);

    Checkpoint checkpoint = Checkpoint.read(file);

    assertThat(checkpoint.model()).isEqualTo(ModelDefinition.of(vectors.nafNet()));
    assertThat(checkpoint.weights().asMap()).containsExactlyInAnyOrderEntriesOf(network);
    assertThat(checkpoint.provenance()).isEqualTo(Map.of(Checkpoint.ASSUMED, "global pooling"));
  }

  @Test
  void recognisedNetworkIsLoadedStrictly() {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(fresh(networks().findFirst().orElseThrow()).asMap());
    tensors.remove("downs.0.bias");
    Path file = folder.resolve("incomplete.safetensors");
    new SafeTensors(Map.of(), new Weights(tensors)).write(file);

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.read(file))
        .withMessage("%s: the weights do not fit the network: missing downs.0.bias", file);
  }

  @Test
  void otherTensorsAreOfNoKnownNetwork() {
    Weights scalars =
        new Weights(
            Map.of(
                "intro.weight", new Tensor(List.of(), new float[1]),
                "ending.weight", new Tensor(List.of(), new float[1])));

    for (Weights weights : List.of(new Weights(Map.of()), scalars)) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> recognised(weights))
          .withMessageContaining("its tensors are of none that is known");
    }
  }

  private static NetworkRecognition recognised(Weights weights) {
    return NetworkRecognition.of(weights, NetworkDescription.none());
  }

  private static Weights fresh(NafNet network) {
    return Weights.initial(
        ModelSummary.of(ModelDefinition.of(network)).parameters(), new SplittableRandom(1));
  }
}
