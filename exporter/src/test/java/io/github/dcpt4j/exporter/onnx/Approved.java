package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the approved one beside the tests. After a wanted change, copy the received
 * file named in the failure over the approved one and review the difference.
 */
public final class Approved {

  private static final Path APPROVED =
      Path.of("src/test/resources/io/github/dcpt4j/exporter/approved");
  private static final Path RECEIVED = Path.of("target/received");

  private Approved() {}

  /** Fails unless the approved file of this name holds this text. */
  public static void verify(String name, String text) throws IOException {
    Path approved = APPROVED.resolve(name + ".approved.txt");
    Path received = RECEIVED.resolve(name + ".received.txt");
    Files.createDirectories(RECEIVED);
    Files.writeString(received, text);
    assertThat(approved).as("approved form of %s", received).exists();
    assertThat(text).as("%s as approved", received).isEqualTo(Files.readString(approved));
  }
}
