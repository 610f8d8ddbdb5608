package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The weighted mean of the weights of checkpoints that were trained on from a common one (a "model
 * soup", Wortsman et al., ICML 2022). Networks that share no training have nothing to average.
 *
 * @param checkpoints at least one; all of the same model
 * @param shares one for each checkpoint, above 0; what counts is their proportion
 */
public record ModelSoup(List<Checkpoint> checkpoints, List<Double> shares) {

  /**
   * Checks that the checkpoints can be averaged.
   *
   * @throws IllegalArgumentException if there is no checkpoint, or a share is missing, surplus or
   *     not above 0
   * @throws CheckpointException if the checkpoints are of different networks, classifiers or labels
   */
  public ModelSoup {
    checkpoints = List.copyOf(checkpoints);
    shares = List.copyOf(shares);
    if (checkpoints.isEmpty() || checkpoints.size() != shares.size()) {
      throw new IllegalArgumentException(
          Text.of("%d checkpoints need as many shares, not %d", checkpoints.size(), shares.size()));
    }
    for (double share : shares) {
      if (!(share > 0 && Double.isFinite(share))) {
        throw new IllegalArgumentException("a share has to be above 0, not " + share);
      }
    }
    Checkpoint first = checkpoints.get(0);
    for (int c = 1; c < checkpoints.size(); c++) {
      ModelDefinition other = checkpoints.get(c).model();
      if (!other.equals(first.model())) {
        throw new CheckpointException(
            Text.of(
                "only checkpoints of the same network, classifier and labels have a mean: that of checkpoint %d, %s, is not that of the first, %s",
                c + 1, other, first.model()));
      }
    }
  }

  /**
   * The mean. Its provenance keeps what all checkpoints have in common, and states of each
   * checkpoint what the others do not have.
   */
  public Checkpoint mean() {
    Checkpoint first = checkpoints.get(0);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    first.weights().asMap().keySet().forEach(name -> tensors.put(name, mean(name)));
    return new Checkpoint(first.model(), new Weights(tensors), provenance());
  }

  private Tensor mean(String name) {
    double whole = shares.stream().mapToDouble(Double::doubleValue).sum();
    Tensor first = checkpoints.get(0).weights().get(name);
    double[] sums = new double[first.data().length];
    for (int c = 0; c < checkpoints.size(); c++) {
      float[] values = checkpoints.get(c).weights().get(name).data();
      double share = shares.get(c) / whole;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += share * values[i];
      }
    }
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) sums[i];
    }
    return new Tensor(first.shape(), means);
  }

  private Map<String, String> provenance() {
    Set<String> keys = new LinkedHashSet<>();
    checkpoints.forEach(checkpoint -> keys.addAll(checkpoint.provenance().keySet()));
    Map<String, String> joined = new LinkedHashMap<>();
    for (String key : keys) {
      List<String> values =
          checkpoints.stream().map(c -> c.provenance().getOrDefault(key, "none")).toList();
      joined.put(
          key,
          Set.copyOf(values).size() == 1
              ? values.get(0)
              : IntStream.range(0, values.size())
                  .mapToObj(i -> Text.of("%s (%s)", shares.get(i), values.get(i)))
                  .collect(Collectors.joining(" + ", "mean of ", "")));
    }
    return joined;
  }
}
