package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingPointTest {

  @TempDir private Path folder;
  private SmallRun run;
  private Path file;
  private Checkpoint trained;

  @BeforeEach
  void train() throws IOException {
    file = folder.resolve("start.safetensors");
    run = SmallRun.in(folder, 20);
    trained = SmallRun.train(folder.resolve("first"), run.withLearningRate(0.01).settings());
    trained.write(file);
  }

  private Checkpoint startOf(NafNet network) {
    RunSettings settings = run.startingAt(file).settings();
    ModelSettings model = settings.model();
    RunSettings other =
        new RunSettings(
            settings.procedure(),
            new ModelSettings(network, model.classifier(), model.labels()),
            settings.start(),
            settings.guidance(),
            settings.data(),
            settings.stages(),
            settings.optimisation(),
            settings.intervals(),
            settings.validation(),
            settings.seed());
    try (RunFolder second = RunFolder.open(folder.resolve("second"))) {
      return new StartingPoint(other, second).read(false);
    }
  }

  private static double[] restored(Checkpoint checkpoint) {
    float[] image = new float[3 * 8 * 8];
    Random random = new Random(1);
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat();
    }
    return checkpoint
        .model()
        .network()
        .restore(new ReferenceOps(checkpoint.weights()), ReferenceTensor.of(1, 3, 8, 8, image))
        .toDoubles();
  }

  @Test
  void aDeeperNafNetBeginsAsTheCheckpointIs() {
    Checkpoint deeper = startOf(new NafNet(2, List.of(3), 2, List.of(2)));

    assertThat(deeper.weights().asMap())
        .containsAllEntriesOf(trained.weights().asMap())
        .hasSizeGreaterThan(trained.weights().asMap().size());
    assertThat(restored(deeper)).isEqualTo(restored(trained));
    assertThat(deeper.provenance()).isEqualTo(trained.provenance());
  }

  @Test
  void aShallowerOrWiderNetworkIsRefused() {
    for (NafNet other :
        List.of(
            new NafNet(2, List.of(0), 1, List.of(1)),
            new NafNet(2, List.of(1, 1), 1, List.of(1, 1)),
            new NafNet(4, List.of(1), 1, List.of(1)))) {
      assertThatThrownBy(() -> startOf(other))
          .isInstanceOfAny(RunException.class, IllegalArgumentException.class)
          .message()
          .containsAnyOf("holds another model", "the classifier reads stages of [2] channels");
    }
  }
}
