package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.guard.ExternalWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ExternalWeightsTest {
  private static final String SECRET = "secret.data";
  private static final int FLOAT = 1;
  private static final int EXTERNAL = 1;

  @TempDir Path outside;
  private Path folder;

  @BeforeEach
  void hideAFile() throws IOException {
    Files.write(outside.resolve(SECRET), new byte[4]);
    folder = Files.createDirectories(outside.resolve("models").resolve("here"));
  }

  @Test
  void weightsBesideTheModelAreRead() throws IOException {
    Path model = withInitializer("weights.data");
    Files.write(folder.resolve("weights.data"), new byte[4]);

    OnnxModel.open(model, RuntimeOptions.CPU, any -> 8).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../secret.data",
        "sub/../../../secret.data",
        "sub/weights.data",
        "..\\secret.data",
        "C:secret.data",
        "*/_ORT_MEM_ADDR_/*",
        "..",
        ""
      })
  void aPathThatLeavesTheFolderIsRefused(String location) throws IOException {
    assertRefused(withInitializer(location), "outside of its folder");
  }

  @Test
  void anAbsolutePathIsRefused() throws IOException {
    assertRefused(withInitializer(outside.resolve(SECRET).toString()), "outside of its folder");
  }

  @Test
  void aLinkOutOfTheFolderIsRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("weights.data"), outside.resolve(SECRET));

    assertRefused(withInitializer("weights.data"), "'weights.data', which is not beside it");
  }

  @Test
  void missingWeightsAreNamed() throws IOException {
    assertRefused(withInitializer("weights.data"), "'weights.data', which is not beside it");
  }

  @Test
  void aModelInMemoryCannotHaveThem() throws IOException {
    byte[] model = Files.readAllBytes(withInitializer("weights.data"));

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> OnnxModel.open(model, RuntimeOptions.CPU, any -> 8))
        .withMessageContaining("open the model from its path");
  }

  /** Every place of the standard where a tensor can be. */
  static Stream<Arguments> places() {
    Protobuf tensor = tensor("../../secret.data");
    Protobuf sparse = new Protobuf().message(1, tensor);
    Protobuf graph = new Protobuf().message(5, tensor);
    return Stream.of(
        Arguments.of("initializer", graph),
        Arguments.of("sparse initializer", new Protobuf().message(15, sparse)),
        Arguments.of("indices", new Protobuf().message(15, new Protobuf().message(2, tensor))),
        Arguments.of("attribute", inAttribute(5, tensor)),
        Arguments.of("list", inAttribute(10, tensor)),
        Arguments.of("graph in an attribute", inAttribute(6, graph)),
        Arguments.of("graphs in an attribute", inAttribute(11, graph)),
        Arguments.of("sparse tensor in an attribute", inAttribute(22, sparse)),
        Arguments.of("sparse tensors in an attribute", inAttribute(23, sparse)),
        Arguments.of("graph in a graph", inAttribute(6, inAttribute(6, graph))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void noPlaceIsOverlooked(String place, Protobuf graph) throws IOException {
    assertRefused(with(new Protobuf().message(7, graph)), "outside of its folder");
  }

  @Test
  void functionsAndTrainingAreNotOverlooked() throws IOException {
    Protobuf attribute = new Protobuf().text(1, "a").message(5, tensor("/etc/hosts"));
    Protobuf node = new Protobuf().message(5, attribute);

    assertRefused(with(new Protobuf().message(25, new Protobuf().message(7, node))), "outside");
    assertRefused(
        with(new Protobuf().message(25, new Protobuf().message(11, attribute))), "outside");
    assertRefused(
        with(
            new Protobuf().message(20, new Protobuf().message(2, new Protobuf().message(1, node)))),
        "outside");
  }

  @Test
  void whatIsNoProtobufIsRefusedBeforeOnnxRuntimeSeesIt() throws IOException {
    byte[] whole = Files.readAllBytes(withInitializer("weights.data"));
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      // A cut between two fields leaves a model without the second one.
      try {
        ExternalWeights.requireNone(cut);
      } catch (ModelException e) {
        assertThat(e.getMessage()).containsAnyOf("damaged", "open the model from its path");
      }
    }
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ExternalWeights.requireNone(Arrays.copyOf(whole, whole.length - 1)))
        .withMessageContaining("damaged");
  }

  @Test
  void weightsWithinTheModelAreSkippedWhateverTheyHold() {
    byte[] noise = new byte[100_000];
    Arrays.fill(noise, (byte) 0xff);
    Protobuf tensor = new Protobuf().number(2, FLOAT).text(8, "w").bytes(9, noise);

    assertThatNoException()
        .isThrownBy(
            () ->
                ExternalWeights.requireNone(
                    new Protobuf().message(7, new Protobuf().message(5, tensor)).toBytes()));
  }

  private void assertRefused(Path model, String reason) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> OnnxModel.open(model, RuntimeOptions.CPU, any -> 8))
        .withMessageContaining(reason);
  }

  private Path withInitializer(String location) throws IOException {
    return with(new Protobuf().message(7, new Protobuf().message(5, tensor(location))));
  }

  /** A sound model and more fields: protobuf reads both as one message. */
  private Path with(Protobuf more) throws IOException {
    byte[] sound = new TinyModel().toBytes();
    byte[] added = more.toBytes();
    byte[] both = Arrays.copyOf(sound, sound.length + added.length);
    System.arraycopy(added, 0, both, sound.length, added.length);
    return Files.write(folder.resolve("model.onnx"), both);
  }

  private static Protobuf inAttribute(int field, Protobuf value) {
    Protobuf attribute = new Protobuf().text(1, "a").message(field, value);
    return new Protobuf().message(1, new Protobuf().message(5, attribute));
  }

  private static Protobuf tensor(String location) {
    return new Protobuf()
        .number(1, 1)
        .number(2, FLOAT)
        .text(8, "weights")
        .message(13, new Protobuf().text(1, "location").text(2, location))
        .number(14, EXTERNAL);
  }
}
