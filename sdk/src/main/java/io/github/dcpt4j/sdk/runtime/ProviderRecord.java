package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** ONNX Runtime's own record of which provider computed what, in a temporary folder. */
final class ProviderRecord implements AutoCloseable {
  private static final String PREFIX = "session-";

  private final Path folder;
  private int sessions;

  /**
   * Makes the folder.
   *
   * @throws IOException if that fails
   */
  ProviderRecord() throws IOException {
    folder = Files.createTempDirectory("dcpt4j-providers");
  }

  /** Makes the session that is opened next be recorded. */
  void begin(SessionOptions options) throws OrtException {
    sessions++;
    options.enableProfiling(folder.resolve(PREFIX + sessions).toString());
  }

  /**
   * Counts the steps of each provider in the session that was begun last.
   *
   * @return numbers by the providers' names; complete once the session is closed
   * @throws IOException if the record cannot be read
   */
  Map<String, Integer> stepsOfLast() throws IOException {
    Map<String, Integer> steps = new TreeMap<>();
    for (Path file : files()) {
      if (file.getFileName().toString().startsWith(PREFIX + sessions)) {
        for (JsonNode event : new ObjectMapper().readTree(file.toFile())) {
          JsonNode provider = event.path("args").path("provider");
          if (event.path("cat").asText().equals("Node") && provider.isTextual()) {
            steps.merge(provider.asText(), 1, Integer::sum);
          }
        }
      }
    }
    return steps;
  }

  @Override
  public void close() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
