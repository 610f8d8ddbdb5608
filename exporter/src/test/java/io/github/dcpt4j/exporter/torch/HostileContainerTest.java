package io.github.dcpt4j.exporter.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and streams that were damaged, or made to do harm. */
class HostileContainerTest extends Refusal {

  @Test
  void archivesThatPyTorchWouldNotWriteAreRefused() throws IOException {
    byte[] pickle = TorchSamples.pickle();
    assertRefused(
        TorchSamples.archive(pickle).add("x/data/7", new byte[3]).bytes(),
        "it has two entries of the same name");
    assertRefused(
        TorchSamples.archive(pickle).add("y/data.pkl", pickle).bytes(),
        "it holds more than one data.pkl");
    assertRefused(
        new StoredZip().add("x/model.json", pickle).bytes(), "without the data.pkl of PyTorch");
    assertRefused(new StoredZip().add("x/data.pkl", 8, pickle).bytes(), "data.pkl is compressed");
    assertRefused(
        new StoredZip().add("x/data.pkl", pickle).add("x/data/7", 8, new byte[24]).bytes(),
        "a storage is compressed");
    assertRefused(
        TorchSamples.archive(pickle)
            .add("x/byteorder", "middle".getBytes(StandardCharsets.US_ASCII))
            .bytes(),
        "its byte order is unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../data.pkl", "x/../../y", "/x/data/1", "..", "x\\y", "C:/x", "x/..", "x\n"})
  void namesThatLeadOutOfTheArchiveAreRefused(String name) throws IOException {
    assertRefused(
        TorchSamples.archive(TorchSamples.pickle()).add(name, new byte[1]).bytes(),
        "an entry whose name leads out of it");
  }

  @Test
  void entriesThatShareTheirBytesAreNotReadOverAndOver() throws IOException {
    byte[] values = new byte[1 << 20];
    PickleBytes pickle = new PickleBytes().op('}');
    StoredZip zip = new StoredZip();
    zip.add("x/data/0", values);
    for (int i = 1; i < 100; i++) {
      zip.alias("x/data/" + i);
    }
    for (int i = 0; i < 100; i++) {
      pickle.text("w" + i);
      pickle.tensor("FloatStorage", "" + i, 1 << 18, 0, new long[] {1}, new long[] {1}).op('s');
    }
    zip.add("x/data.pkl", pickle.stop());

    assertRefused(zip.bytes(), "a storage is said to be larger than the file");
  }

  @Test
  void changedValuesAreNoticed() throws IOException {
    byte[] content = TorchSamples.zip();
    int place = indexOf(content, TorchSamples.floats(1, 2, 3));
    content[place] ^= 1;
    assertRefused(content, "a storage does not fit its checksum");
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("it is not there");
  }

  @Test
  void fileThatIsCutOffAnywhereIsRefused() throws IOException {
    for (byte[] whole : List.of(TorchSamples.zip(), TorchSamples.stream())) {
      for (int length = 0; length < whole.length; length++) {
        Path file = file(Arrays.copyOf(whole, length));
        assertThatExceptionOfType(CheckpointException.class)
            .isThrownBy(() -> WeightsFile.read(file));
      }
    }
  }

  @Test
  void streamsThatPyTorchWouldNotWriteAreRefused() throws IOException {
    byte[] start = TorchSamples.joined(TorchSamples.magic(), TorchSamples.version());
    byte[] pickle = weight().floats("7", 1).op('s').stop();
    byte[] value = TorchSamples.counted(1, TorchSamples.floats(1));
    byte[] little = TorchSamples.machine(true);
    byte[] keys = TorchSamples.keys("7");

    assertThat(
            WeightsFile.read(file(TorchSamples.joined(start, little, pickle, keys, value)))
                .weights()
                .asMap())
        .isEqualTo(Map.of("w", new Tensor(List.of(1), new float[] {1})));
    assertRefused(
        TorchSamples.joined(TorchSamples.version(), little, pickle), "does not begin as PyTorch's");
    assertRefused(
        TorchSamples.joined(start, TorchSamples.machine(false), pickle, keys, value),
        "a machine that is not little-endian");
    assertRefused(TorchSamples.joined(start, pickle, pickle, keys, value), "not little-endian");
    assertRefused(TorchSamples.joined(start, little, pickle, pickle, value), "list its storages");
    assertRefused(
        TorchSamples.joined(start, little, pickle, TorchSamples.keys("8"), value),
        "a storage that no tensor looks into");
    assertRefused(
        TorchSamples.joined(start, little, pickle, TorchSamples.keys("7", "7"), value, value),
        "it lists a storage twice");
    assertRefused(
        TorchSamples.joined(start, little, pickle, TorchSamples.keys()), "storage are missing");
    assertRefused(
        TorchSamples.joined(
            start, little, pickle, keys, TorchSamples.counted(Long.MAX_VALUE, new byte[4])),
        "a storage has another size than its description says");
    byte[] large =
        weight()
            .tensor("FloatStorage", "7", 1L << 61, 0, new long[] {1}, new long[] {1})
            .op('s')
            .stop();
    assertRefused(
        TorchSamples.joined(start, little, large, keys, TorchSamples.counted(1L << 61, value)),
        "it is cut off");
  }

  @Test
  void whatIsNoFileOfWeightsAtAllIsSaidToBeNone() throws IOException {
    for (String text : List.of("", "x", "no weights here", "{\"a\": 1}")) {
      assertRefused(
          text.getBytes(StandardCharsets.UTF_8), "is neither a safetensors nor a PyTorch file");
    }
    assertRefused("PKxxxxxxxxxxxxx".getBytes(StandardCharsets.UTF_8), "table of contents");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> WeightsFile.read(folder))
        .withMessageContaining("is not a regular file");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> WeightsFile.read(folder.resolve("none")))
        .withMessageContaining("there is no such file");
  }

  @Test
  void nothingIsWrittenAnywhere() throws IOException {
    Path file = file(TorchSamples.zip());
    WeightsFile.read(file);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
