package io.github.dcpt4j.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What libraries refuse, and which options help. */
class RemediesTest {

  @TempDir private Path folder;

  @Test
  void anUnknownNetworkIsDescribed() throws IOException {
    Path unknown =
        Samples.pyTorchFile(
            folder.resolve("a.pth"), Map.of("odd.weight", new Tensor(List.of(1), new float[] {1})));

    assertThat(Terminal.run("info", unknown).err()).contains("(--network)");
  }

  @Test
  void weightsOfAPyTorchFileAreNamed() throws IOException {
    Path file =
        Samples.pyTorchFile(
            folder.resolve("a.pth"), Map.of("odd.weight", new Tensor(List.of(1), new float[] {1})));

    assertThat(Terminal.run("info", file, "--weights", "other").err()).contains("--weights");
    assertThat(Terminal.run("info", Samples.checkpointIn(folder), "--weights", "params").err())
        .contains("one set of weights", "(--weights)");
  }

  @Test
  void aPictureThatTakesTooMuchIsGivenMore() {
    Path model = Samples.modelIn(folder);
    Path picture = Samples.picture(folder.resolve("in.png"), 2000, 2000);
    Path out = folder.resolve("out.png");

    assertThat(
            Terminal.run(
                    "restore",
                    picture,
                    "-o",
                    out,
                    "--model",
                    model,
                    "--tile",
                    "whole",
                    "--memory",
                    1)
                .err())
        .contains("(--memory, --tile)");
    assertThat(
            Terminal.run("restore", picture, "-o", out, "--model", model, "--timeout", "0.001")
                .err())
        .contains("(--timeout)");
  }
}
