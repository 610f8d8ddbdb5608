package io.github.dcpt4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Means of checkpoints. */
class AverageCommandTest {

  @TempDir private Path folder;

  @Test
  void averagesCheckpointsByTheSharesGiven() {
    Path one = Samples.checkpointIn(folder);
    Checkpoint zero = Samples.checkpoint();
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    zero.weights()
        .asMap()
        .forEach((n, t) -> zeros.put(n, new Tensor(t.shape(), new float[t.data().length])));
    Path other = folder.resolve("zero.safetensors");
    new Checkpoint(zero.model(), new Weights(zeros), Map.of("data", "nothing")).write(other);
    Path mean = folder.resolve("mean.safetensors");

    Terminal terminal = Terminal.run("average", one, other, "--shares", "1,3", "-o", mean);

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    Checkpoint written = Checkpoint.read(mean);
    assertThat(written.provenance().get("data")).isEqualTo("mean of 1.0 (none) + 3.0 (nothing)");
    float first = Checkpoint.read(one).weights().get("intro.weight").data()[0];
    assertThat(written.weights().get("intro.weight").data()[0]).isEqualTo(first / 4);
  }

  @Test
  void averagingRefusesASurplusShareAndWritesNothing() {
    Path one = Samples.checkpointIn(folder);
    Path mean = folder.resolve("mean.safetensors");

    Terminal terminal = Terminal.run("average", one, one, "--shares", "1,1,1", "-o", mean);

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("--shares: 2 checkpoints need as many shares, not 3");
    assertThat(mean).doesNotExist();
  }
}
