package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelSoupTest {

  private static final ModelDefinition MODEL =
      ModelDefinition.of(new NafNet(2, List.of(1), 1, List.of(1)));

  private static Checkpoint checkpoint(int seed, Map<String, String> provenance) {
    return new Checkpoint(
        MODEL,
        Weights.initial(ModelSummary.of(MODEL).parameters(), new SplittableRandom(seed)),
        provenance);
  }

  @Test
  void everyWeightCountsByItsCheckpointsShare() {
    Checkpoint one = checkpoint(1, Map.of());
    Checkpoint other = checkpoint(2, Map.of());

    Checkpoint mean = new ModelSoup(List.of(one, other), List.of(3.0, 1.0)).mean();

    assertThat(mean.weights().asMap()).hasSameSizeAs(one.weights().asMap());
    mean.weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] ofOne = one.weights().get(name).data();
              float[] ofOther = other.weights().get(name).data();
              for (int i = 0; i < tensor.data().length; i++) {
                float expected = 0.75f * ofOne[i] + 0.25f * ofOther[i];
                assertThat(tensor.data()[i]).as(name).isCloseTo(expected, within(1e-6f));
              }
            });
    assertThat(mean.weights().get("intro.weight")).isNotEqualTo(one.weights().get("intro.weight"));
  }

  @Test
  void oneCheckpointIsItsOwnMean() {
    Checkpoint one = checkpoint(1, Map.of("stage 1", "pre-training"));

    Checkpoint mean = new ModelSoup(List.of(one), List.of(0.3)).mean();

    assertThat(mean.weights().asMap()).containsExactlyEntriesOf(one.weights().asMap());
    assertThat(mean.provenance()).isEqualTo(one.provenance());
  }

  @Test
  void provenanceKeepsWhatIsCommonAndTellsWhatDiffers() {
    Checkpoint start = checkpoint(1, Map.of("stage 1", "pre-training"));
    Checkpoint rain = checkpoint(2, Map.of("stage 1", "pre-training", "stage 2", "rain alone"));

    assertThat(new ModelSoup(List.of(start, rain), List.of(1.0, 0.5)).mean().provenance())
        .isEqualTo(
            Map.of("stage 1", "pre-training", "stage 2", "mean of 1.0 (none) + 0.5 (rain alone)"));
  }

  @Test
  void differentNetworksHaveNoMean() {
    ModelDefinition wider = ModelDefinition.of(new NafNet(4, List.of(1), 1, List.of(1)));
    Checkpoint other =
        new Checkpoint(
            wider,
            Weights.initial(ModelSummary.of(wider).parameters(), new SplittableRandom(1)),
            Map.of());

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> new ModelSoup(List.of(checkpoint(1, Map.of()), other), List.of(1.0, 1.0)))
        .withMessageContaining("same network, classifier and labels")
        .withMessageContaining("checkpoint 2, ");
  }

  @Test
  void sharesAreOnePerCheckpointAndAboveZero() {
    List<Checkpoint> two = List.of(checkpoint(1, Map.of()), checkpoint(2, Map.of()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelSoup(two, List.of(1.0)))
        .withMessage("2 checkpoints need as many shares, not 1");
    for (double share : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ModelSoup(two, List.of(1.0, share)))
          .withMessageStartingWith("a share has to be above 0");
    }
  }
}
