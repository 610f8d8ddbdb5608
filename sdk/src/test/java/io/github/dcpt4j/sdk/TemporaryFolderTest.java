package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir Path folder;

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path cache = folder.resolve("cache");
    for (int i = 0; i < 2; i++) {
      assertThat(restoreIn(temporary, cache)).endsWith("restored");
      assertThat(temporary).isEmptyDirectory();
    }
    try (Stream<Path> caches = Files.list(cache)) {
      assertThat(caches).hasSize(1).allMatch(path -> path.toString().contains("onnxruntime-"));
    }
  }

  @Test
  void nothingIsLeftWhereThereIsNoCacheEither() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(restoreIn(temporary, file.resolve("cache"))).endsWith("restored");
    assertThat(temporary).isEmptyDirectory();
  }

  private static String restoreIn(Path temporary, Path cache)
      throws IOException, InterruptedException {
    return ChildProcess.run(
        List.of("-Djava.io.tmpdir=" + temporary, "-Ddcpt4j.cache=" + cache), Restoring.class);
  }

  /** Restores one small picture. */
  static final class Restoring {
    private Restoring() {}

    public static void main(String[] args) {
      try (Restorer restorer = Restorer.builtIn()) {
        restorer.restore(Picture.ofBytes(1, 1, new byte[3]));
      }
      System.out.println("restored");
    }
  }
}
