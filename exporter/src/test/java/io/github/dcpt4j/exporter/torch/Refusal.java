package io.github.dcpt4j.exporter.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * How files that were damaged, or made to do harm, have to be refused: in one line, at little cost.
 */
abstract class Refusal {

  /** What a file may cost: instructions take most, 68 bytes for one. */
  private static final long FACTOR = 96;

  private static final long SPARE = 4 << 20;

  @TempDir Path folder;

  Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("x.pth"), content);
  }

  static byte[] archive(PickleBytes pickle) {
    return TorchSamples.archive(pickle.stop()).bytes();
  }

  void assertRefused(byte[] content, String reason) throws IOException {
    assertRefused(file(content), reason);
  }

  static void assertRefused(Path file, String reason) throws IOException {
    long size = Files.size(file);
    long allocated =
        Allocation.of(
            () ->
                assertThatExceptionOfType(CheckpointException.class)
                    .isThrownBy(() -> WeightsFile.read(file))
                    .withMessageStartingWith(file.toString())
                    .withMessageContaining(reason)
                    .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1)));
    assertThat(allocated).as("bytes taken for %d", size).isLessThan(FACTOR * size + SPARE);
  }

  static PickleBytes weight() {
    return new PickleBytes().op('}').text("w");
  }
}
