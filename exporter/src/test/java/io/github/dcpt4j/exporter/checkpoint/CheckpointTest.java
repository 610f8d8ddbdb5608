package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

  private static final NafNet NETWORK = new NafNet(2, List.of(1, 0), 1, List.of(0, 2));
  private static final ModelDefinition MODEL =
      ModelDefinition.of(
          NETWORK, DegradationClassifier.fitting(NETWORK, 1, 2), List.of("rain", "low-light"));

  @TempDir Path folder;

  private static Weights weights(ModelDefinition model) {
    return Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(3));
  }

  private static void assertSame(Checkpoint actual, Checkpoint expected) {
    assertThat(actual.model()).isEqualTo(expected.model());
    assertThat(actual.provenance()).isEqualTo(expected.provenance());
    assertThat(actual.weights().asMap()).containsExactlyEntriesOf(expected.weights().asMap());
  }

  @Test
  void checkpointWithClassifierComesBackWhole() {
    Checkpoint checkpoint =
        new Checkpoint(MODEL, weights(MODEL), Map.of("data", "BSD \"68\"", "iterations", "10"));
    Path file = folder.resolve("both.safetensors");
    checkpoint.write(file);
    assertSame(Checkpoint.read(file), checkpoint);
  }

  @Test
  void checkpointOfANetworkAloneComesBackWhole() {
    ModelDefinition model = ModelDefinition.of(NETWORK);
    Checkpoint checkpoint = new Checkpoint(model, weights(model), Map.of());
    Path file = folder.resolve("network.safetensors");
    checkpoint.write(file);
    assertSame(Checkpoint.read(file), checkpoint);
  }

  @Test
  void weightsOfTheAuthorsCodeFitAndTakeTheStateDictionarysOrder() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.bundled("nafnet_multi.safetensors");
    ModelDefinition model =
        ModelDefinition.of(vectors.nafNet(), vectors.classifier(), List.of("a", "b", "c"));
    Checkpoint checkpoint = new Checkpoint(model, vectors.weights(), Map.of());
    assertThat(checkpoint.weights().asMap()).containsExactlyEntriesOf(vectors.weights().asMap());
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights(MODEL).asMap());
    tensors.put("ending.scale", tensors.remove("ending.bias"));
    tensors.put("intro.bias", new Tensor(List.of(3), new float[3]));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> new Checkpoint(MODEL, new Weights(tensors), Map.of()))
        .withMessage(
            "the weights do not fit the network: missing ending.bias; surplus ending.scale;"
                + " misshapen intro.bias [3] instead of [2]");
  }

  @Test
  void fileWhoseTensorsDoNotFitItsNetworkIsNamed() {
    Path file =
        file(
            Map.of(
                "dcpt4j.network",
                "{\"network\":\"nafnet\",\"width\":2,\"encoderBlocks\":[0],\"middleBlocks\":0,"
                    + "\"decoderBlocks\":[0]}"));
    assertRefused(file, ": the weights do not fit the network: missing intro.weight");
  }

  @Test
  void fileWithoutNetworkAsksForOne() {
    assertRefused(
        file(Map.of()),
        ": it does not name its network, and its tensors are of none that is known: describe"
            + " the network in JSON");
  }

  @Test
  void networkThatIsDescribedWronglyIsRefusedWithOneClearLine() {
    assertNetworkRefused("{", "it is not valid JSON");
    assertNetworkRefused("null", "it says nothing");
    assertNetworkRefused("{}", "it does not say of which kind it is");
    assertNetworkRefused("{\"network\":\"resnet\"}", "the kind 'resnet' is not known");
    assertNetworkRefused(network("2", "[1]", "1", "[1]") + " 5", "form");
    assertNetworkRefused(network("0", "[1]", "1", "[1]"), "nafnet needs a width of 1 to 4096");
    assertNetworkRefused(network("2", "[1,1]", "1", "[1]"), "as many encoderBlocks");
    assertNetworkRefused(network("2", "[null]", "1", "[1]"), "encoderBlocks");
    assertNetworkRefused(network("2", "[1]", "2000000000", "[1]"), "0 to 1024 blocks");
    assertNetworkRefused(
        network("\"wide\"", "[1]", "1", "[1]"),
        "'width' is missing or has a value of a wrong kind");
    assertNetworkRefused(
        network("2", "[1]", "1", "[1],\"depth\":3"), "the field 'depth' is not known");
    assertNetworkRefused(network("2", "[1]", "1", "[1],\"a\\nb\":3"), "the field 'a b' is not");
    assertNetworkRefused(network("2", "[1]", "null", "[1]"), "middleBlocks");
    assertNetworkRefused(
        "{\"network\":\"nafnet\",\"width\":2,\"encoderBlocks\":[0],\"decoderBlocks\":[0]}",
        "middleBlocks");
  }

  private void assertNetworkRefused(String network, String reason) {
    assertDescriptionRefused(Map.of("dcpt4j.network", network), reason);
  }

  @Test
  void classifierLabelsAndProvenanceThatAreDescribedWronglyAreRefused() {
    String head =
        "{\"featureChannels\":[2],\"residualBlocks\":0,\"classes\":1,\"withImage\":false}";
    assertDescriptionRefused(described("dcpt4j.classifier", "null"), "it says nothing");
    assertDescriptionRefused(
        described("dcpt4j.classifier", head.replace(",\"withImage\":false", "")), "withImage");
    assertDescriptionRefused(
        described("dcpt4j.classifier", head), "dcpt4j.labels: it says nothing");
    Map<String, String> labelled = described("dcpt4j.classifier", head);
    labelled.put("dcpt4j.labels", "[\"rain\"]");
    labelled.put("dcpt4j.classifier", head.replace("[2]", "[3]"));
    assertDescriptionRefused(labelled, "the classifier reads stages of [3] channels");
    labelled.put("dcpt4j.classifier", head);
    labelled.put("dcpt4j.labels", "[null]");
    assertDescriptionRefused(labelled, "null");
    labelled.put("dcpt4j.labels", "{\"rain\":0}");
    assertDescriptionRefused(labelled, "wrong form");
    assertDescriptionRefused(described("dcpt4j.provenance", "null"), "it says nothing");
    assertDescriptionRefused(described("dcpt4j.provenance", "{\"data\":null}"), "'data'");
    assertDescriptionRefused(described("dcpt4j.provenance", "[1]"), "wrong form");
  }

  private static Map<String, String> described(String key, String value) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("dcpt4j.network", network("2", "[0]", "0", "[0]"));
    metadata.put(key, value);
    return metadata;
  }

  private static String network(String width, String encoder, String middle, String decoder) {
    return "{\"network\":\"nafnet\",\"width\":%s,\"encoderBlocks\":%s,\"middleBlocks\":%s,"
            .formatted(width, encoder, middle)
        + "\"decoderBlocks\":%s}".formatted(decoder);
  }

  private void assertDescriptionRefused(Map<String, String> metadata, String reason) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.read(file(metadata)))
        .withMessageContaining(" describes its model wrongly: ")
        .withMessageContaining(reason)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .hasLineCount(1)
                    .doesNotContain("Source", "io.github", "Jackson", "Feature"));
  }

  private static void assertRefused(Path file, String message) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.read(file))
        .withMessageStartingWith(file + message);
  }

  private Path file(Map<String, String> metadata) {
    Path file = folder.resolve("described.safetensors");
    new SafeTensors(metadata, new Weights(Map.of())).write(file);
    return file;
  }
}
