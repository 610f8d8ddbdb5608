package io.github.dcpt4j.exporter.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights out of files that PyTorch wrote, and of such as it might have written. */
class WeightsFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"odd.pth", "odd_legacy.pth", "odd_root_level.pth"})
  void awkwardTensorsOfTheReferenceFilesHaveTheExpectedValues(String name) {
    Map<String, Tensor> expected =
        SafeTensors.read(ReferenceVectors.bundledFile("odd_expected.safetensors"))
            .weights()
            .asMap();

    Weights weights = WeightsFile.read(ReferenceVectors.bundledFile(name)).weights();

    assertThat(weights.asMap()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet.pth, params_ema",
    "nafnet.pth, params",
    "nafnet_legacy.pth, params_ema",
    "nafnet_legacy.pth, params",
    "restormer.pth, params_ema",
    "restormer.pth, params"
  })
  void networkOfAPyTorchFileRestoresAsTheAuthorsCodeDoes(String name, String entry)
      throws IOException {
    Path file = ReferenceVectors.sharedFile("checkpoints/" + name);
    SafeTensors expected =
        SafeTensors.read(
            ReferenceVectors.sharedFile(
                "checkpoints/%s_expected.safetensors".formatted(name.split("[._]")[0])));

    Checkpoint checkpoint = Checkpoint.of(WeightsFile.read(file, entry));

    assertThat(checkpoint.model().network())
        .isIn(
            new NafNet(4, List.of(1, 1, 1, 2), 1, List.of(1, 1, 1, 1)),
            Restormer.builder()
                .dim(4)
                .blocks(List.of(1, 1, 1, 2))
                .refinementBlocks(1)
                .heads(List.of(1, 2, 2, 4))
                .build());
    Tensor image = expected.weights().get("input");
    ReferenceTensor restored =
        checkpoint
            .model()
            .network()
            .restore(
                new ReferenceOps(checkpoint.weights()),
                ReferenceTensor.of(1, 3, image.shape().get(2), image.shape().get(3), image.data()));
    float[] output = expected.weights().get("output_" + entry).data();
    double[] values = restored.toDoubles();
    assertThat(values).hasSameSizeAs(output);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(output[i], within(1e-5));
    }
  }

  @Test
  void averagedWeightsArePreferred() {
    Path file = ReferenceVectors.sharedFile("checkpoints/nafnet.pth");
    Map<String, Tensor> best = WeightsFile.read(file).weights().asMap();
    assertThat(best).isEqualTo(WeightsFile.read(file, "params_ema").weights().asMap());
    assertThat(best).isNotEqualTo(WeightsFile.read(file, "params").weights().asMap());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nafnet", "restormer"})
  void tensorsComeInTheOrderOfTheFile(String name) throws IOException {
    Path file = ReferenceVectors.sharedFile("checkpoints/%s.pth".formatted(name));
    SafeTensors expected =
        SafeTensors.read(
            ReferenceVectors.sharedFile("checkpoints/%s_expected.safetensors".formatted(name)));
    JsonNode info = new ObjectMapper().readTree(expected.metadata().get("info"));
    List<String> names = new ArrayList<>();
    info.get("keys_in_order").forEach(key -> names.add(key.textValue()));

    assertThat(WeightsFile.read(file).weights().asMap().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  void oldFormHoldsTheSameAsTheNew() {
    Path old = ReferenceVectors.sharedFile("checkpoints/nafnet_legacy.pth");
    assertThat(WeightsFile.read(old).weights().asMap())
        .isEqualTo(
            WeightsFile.read(ReferenceVectors.sharedFile("checkpoints/nafnet.pth"))
                .weights()
                .asMap());
  }

  @Test
  void weightsOfATrainingCheckpointAreFoundBesideOtherThings() throws IOException {
    for (byte[] content : List.of(TorchSamples.zip(), TorchSamples.stream())) {
      WeightsFile read = WeightsFile.read(file(content));
      assertThat(read.weights().asMap()).containsExactlyInAnyOrderEntriesOf(TorchSamples.CONTENT);
      assertThat(read.weights().asMap().keySet()).containsExactly("a.weight", "b", "half");
      assertThat(read.metadata()).isEmpty();
    }
  }

  @Test
  void contentTellsTheFormAndNotTheName() throws IOException {
    Path pyTorch = Files.write(folder.resolve("x.safetensors"), TorchSamples.zip());
    Path safeTensors = folder.resolve("x.pth");
    new SafeTensors(Map.of("note", "n"), new Weights(TorchSamples.CONTENT)).write(safeTensors);

    assertThat(WeightsFile.read(pyTorch).weights().asMap()).isEqualTo(TorchSamples.CONTENT);
    assertThat(WeightsFile.read(safeTensors).weights().asMap()).isEqualTo(TorchSamples.CONTENT);
    assertThat(WeightsFile.read(safeTensors).metadata()).containsEntry("note", "n");
  }

  @ParameterizedTest
  @CsvSource({
    "module.a, module.b.c, a, b.c",
    "net.a, net.b, a, b",
    "net_g.a, net_g.b, a, b",
    "module.net.a, module.net.b, a, b",
    "module.a, b, module.a, b",
    "net., net.b, net., net.b"
  })
  void prefixIsTakenOffWhereAllNamesHaveIt(String one, String two, String first, String second) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(one, new Tensor(List.of(), new float[1]));
    tensors.put(two, new Tensor(List.of(), new float[1]));
    Path file = folder.resolve("x.safetensors");
    new SafeTensors(Map.of(), new Weights(tensors)).write(file);

    assertThat(WeightsFile.read(file).weights().asMap().keySet()).containsExactly(first, second);
  }

  @Test
  void wrappersAreSeenThroughTheBestFirst() throws IOException {
    assertThat(wrapped("state_dict", "params", "params_ema")).containsOnlyKeys("in.params_ema");
    assertThat(wrapped("state_dict", "params")).containsOnlyKeys("in.params");
    assertThat(wrapped("other", "state_dict")).containsOnlyKeys("in.state_dict");
  }

  private Map<String, Tensor> wrapped(String... entries) throws IOException {
    PickleBytes pickle = new PickleBytes().op('}');
    for (String entry : entries) {
      pickle.text(entry).op('}').text("in." + entry).floats("7", 6).op('s', 's');
    }
    return WeightsFile.read(file(TorchSamples.archive(pickle.stop()).bytes())).weights().asMap();
  }

  @Test
  void entryThatIsNotThereIsSaidToBeMissing() throws IOException {
    Path file = file(TorchSamples.zip());
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> WeightsFile.read(file, "params_ema"))
        .withMessage(
            "%s cannot be read as a PyTorch file: it has no weights under 'params_ema', but under"
                + " [params, optimizer]",
            file);
    Path safeTensors = folder.resolve("x.safetensors");
    new SafeTensors(Map.of(), new Weights(TorchSamples.CONTENT)).write(safeTensors);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> WeightsFile.read(safeTensors, "params"))
        .withMessageContaining("one set of weights without a name");
  }

  @Test
  void newerProtocolsFramesAndTypesGivenApartAreRead() throws IOException {
    byte[] pickle =
        new PickleBytes()
            .op(0x80, 4)
            .length(0x95, Long.BYTES, 1000)
            .op(0x7d, 0x94, 0x8c, 1, 'w', 0x94)
            .op(0x8c, 12)
            .raw("torch._utils".getBytes(StandardCharsets.US_ASCII))
            .op(0x8c, 18)
            .raw("_rebuild_tensor_v3".getBytes(StandardCharsets.US_ASCII))
            .op(0x93, '(', '(')
            .text("storage")
            .global("torch.storage", "UntypedStorage")
            .text("7")
            .text("cpu")
            .integer(24)
            .op('t', 'Q')
            .integers(1)
            .op('0')
            .stop();
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> WeightsFile.read(file(TorchSamples.archive(pickle).bytes())))
        .withMessageContaining("instruction 0x30");

    byte[] whole =
        new PickleBytes()
            .op(0x80, 4)
            .length(0x95, Long.BYTES, 1000)
            .op(0x7d, 0x94, 0x8c, 1, 'w', 0x94)
            .op(0x8c, 12)
            .raw("torch._utils".getBytes(StandardCharsets.US_ASCII))
            .op(0x8c, 18)
            .raw("_rebuild_tensor_v3".getBytes(StandardCharsets.US_ASCII))
            .op(0x93, '(', '(')
            .text("storage")
            .global("torch.storage", "UntypedStorage")
            .text("7")
            .text("cpu")
            .integer(24)
            .op('t', 'Q')
            .op('K', 1)
            .integers(2)
            .integers(2)
            .op(0x89, '}')
            .global("torch", "float32")
            .op('t', 'R', 's')
            .stop();
    assertThat(WeightsFile.read(file(TorchSamples.archive(whole).bytes())).weights().asMap())
        .containsExactly(Map.entry("w", new Tensor(List.of(2), new float[] {2, 4})));
  }

  @Test
  void whatTrainingProgramsKeepBesideTheWeightsIsSteppedOver() throws IOException {
    byte[] pickle =
        new PickleBytes()
            .op('}', '(')
            .text("hyper_parameters")
            .global("argparse", "Namespace")
            .op(')', 0x81, '}')
            .text("lr")
            .op('K', 1, 's', 'b')
            .text("best")
            .global("numpy.core.multiarray", "scalar")
            .global("numpy", "dtype")
            .text("f8")
            .op('K', 0, 'K', 1, 0x87, 'R')
            .op('(', 'K', 3, 't', 'b')
            .op('C', 1, 9)
            .op(0x86, 'R')
            .text("callbacks")
            .op('}')
            .global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
            .op('}', 's')
            .text("seen")
            .op(0x8f, '(', 'K', 1, 0x90)
            .text("state_dict")
            .op('}')
            .text("net.w")
            .floats("7", 6)
            .op('s', 'u')
            .stop();

    assertThat(WeightsFile.read(file(TorchSamples.archive(pickle).bytes())).weights().asMap())
        .containsOnlyKeys("w");
  }

  @Test
  void bigEndianArchiveIsRead() throws IOException {
    byte[] swapped =
        ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putFloat(1.5f).putFloat(-3).array();
    byte[] pickle = new PickleBytes().op('}').text("w").floats("0", 2).op('s').stop();
    byte[] archive =
        new StoredZip()
            .add("x/data.pkl", pickle)
            .add("x/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
            .add("x/data/0", swapped)
            .bytes();

    assertThat(WeightsFile.read(file(archive)).weights().get("w").data()).containsExactly(1.5f, -3);
  }

  @Test
  void archiveWithTheFieldsOfLargeFilesIsRead() throws IOException {
    byte[] archive = TorchSamples.archive(new StoredZip(true), TorchSamples.pickle()).bytes();
    assertThat(WeightsFile.read(file(archive)).weights().asMap()).isEqualTo(TorchSamples.CONTENT);
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("x.pth"), content);
  }
}
