package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.RandomWeights;
import io.github.dcpt4j.trainer.data.Batch;
import java.util.List;
import java.util.Map;

/** A network of a few hundred random weights and batches of random patches. */
final class SmallModel {

  static final NafNet NETWORK = new NafNet(2, List.of(1, 0), 1, List.of(0, 1));
  private static final int SIDE = 8;

  private SmallModel() {}

  static Checkpoint start() {
    return start(NETWORK);
  }

  static Checkpoint start(RestorationNetwork network) {
    ModelDefinition model =
        ModelDefinition.of(
            network, DegradationClassifier.fitting(network, 1, 2), List.of("dark", "bright"));
    return new Checkpoint(
        model, RandomWeights.of(ModelSummary.of(model).parameters(), 4), Map.of());
  }

  /** Two patches, the second one much brighter. */
  static Batch batch(long seed) {
    return batch(seed, 2);
  }

  /** Patches of which the second half is much brighter. */
  static Batch batch(long seed, int size) {
    int stride = SIDE * SIDE * 3;
    float[] target = RandomWeights.values(size * stride, seed);
    float[] input = target.clone();
    int[] labels = new int[size];
    for (int i = size / 2; i < size; i++) {
      labels[i] = 1;
      for (int value = i * stride; value < (i + 1) * stride; value++) {
        input[value] += 3;
      }
    }
    return new Batch(size, SIDE, SIDE, input, target, labels);
  }
}
