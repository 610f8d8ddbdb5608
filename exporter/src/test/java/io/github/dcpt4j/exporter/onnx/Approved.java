package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares a text with the approved one beside the tests. After a wanted change, copy the received
 * file over the approved one, as the failure says, and review the difference.
 */
public final class Approved {

  private static final Path APPROVED =
      Path.of("src/test/resources/io/github/dcpt4j/exporter/approved");
  private static final String SUFFIX = ".approved.txt";
  private static final Path RECEIVED = Path.of("target/received");

  private Approved() {}

  /** Fails unless the approved file of this name holds this text. */
  public static void verify(String name, String text) throws IOException {
    Path approved = APPROVED.resolve(name + SUFFIX);
    Path received = RECEIVED.resolve(name + ".received.txt");
    Files.createDirectories(RECEIVED);
    Files.writeString(received, text);
    String howTo =
        "%s differs from what was approved; if it is right: cp %s %s"
            .formatted(name, received.toAbsolutePath(), approved.toAbsolutePath());
    assertThat(Files.exists(approved) ? Files.readString(approved) : "")
        .withFailMessage(() -> howTo + System.lineSeparator() + firstDifference(approved, text))
        .isEqualTo(text);
    Files.delete(received);
  }

  private static String firstDifference(Path approved, String text) {
    if (!Files.exists(approved)) {
      return "nothing was approved so far";
    }
    try {
      List<String> before = Files.readAllLines(approved);
      List<String> after = text.lines().toList();
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        String was = i < before.size() ? before.get(i) : "the end";
        String is = i < after.size() ? after.get(i) : "the end";
        if (!was.equals(is)) {
          return "line %d was:%n  %s%nand is:%n  %s".formatted(i + 1, was, is);
        }
      }
      return "the line ends differ";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
