package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.ReferenceVectors.PoolingKind;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published forms of NAFNet, its local pooling and Baseline against their authors' code. */
class ReferenceNafNetTest {

  private static final double DOUBLE_ROUNDING = 1e-11;

  @ParameterizedTest
  @CsvSource({
    "nafnet_tlsc, LOCAL",
    "original/nafnet_orig_small, GLOBAL",
    "original/nafnet_orig_4level, GLOBAL",
    "original/nafnet_orig_local, LOCAL",
  })
  void isAsFarFromTheAuthorsResultsAsTheirRounding(String file, PoolingKind pooling)
      throws IOException {
    requireTheAuthorsRounding(ReferenceVectors.shared(file + ".safetensors"), pooling);
  }

  @Test
  void baselineIsAsFarFromTheAuthorsResultsAsTheirRounding() throws IOException {
    requireTheAuthorsRounding(
        ReferenceVectors.bundled("baseline_orig_small.safetensors"), PoolingKind.GLOBAL);
  }

  private static void requireTheAuthorsRounding(ReferenceVectors vectors, PoolingKind pooling) {
    for (String number : vectors.numbers("output")) {
      assertThat(difference(vectors, vectors.network(pooling), number, "output"))
          .as("output" + number)
          .isCloseTo(vectors.outputError(number), within(DOUBLE_ROUNDING));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet_tlsc, plain_output, GLOBAL",
    "nafnet_tlsc, fast_output, FAST",
    "original/nafnet_orig_local, plain_output, GLOBAL",
    "original/nafnet_orig_local, fast_output, FAST",
  })
  void sameWeightsWithAnotherPoolingGiveTheAuthorsResults(
      String file, String output, PoolingKind pooling) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared(file + ".safetensors");
    assertThat(vectors.numbers(output)).hasSize(3);
    for (String number : vectors.numbers(output)) {
      // The authors' rounding in single precision, which is told for the other output alone.
      assertThat(difference(vectors, vectors.network(pooling), number, output))
          .as(output + number)
          .isLessThan(1e-5);
    }
  }

  @Test
  void windowsAreThoseOfTheAuthorsPooling() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("nafnet_tlsc.safetensors");
    ReferenceOps ops = new ReferenceOps(new Weights(Map.of()));
    JsonNode pools = vectors.info("pool");
    assertThat(pools.size()).isEqualTo(5);
    for (int i = 0; i < pools.size(); i++) {
      JsonNode window = pools.get(Integer.toString(i)).get("kernel");
      ReferenceTensor x = tensor(vectors.tensor("pool." + i + ".input"));
      ReferenceTensor means = ops.localMeans(x, window.get(0).intValue(), window.get(1).intValue());
      Tensor expected = vectors.tensor("pool." + i + ".output");
      ReferenceTensor spread = ops.multiplyAround(ones(expected.shape()), means);
      assertThat(largestDifference(spread, expected)).as("pool " + i).isLessThan(1e-6);
    }
  }

  private static ReferenceTensor ones(List<Integer> shape) {
    return ReferenceTensor.generate(
        shape.get(0), shape.get(1), shape.get(2), shape.get(3), (n, c, y, x) -> 1);
  }

  private static double difference(
      ReferenceVectors vectors, RestorationNetwork network, String number, String output) {
    ReferenceTensor input = tensor(vectors.tensor("input" + number));
    ReferenceTensor restored = network.restore(new ReferenceOps(vectors.weights()), input);
    return largestDifference(restored, vectors.tensor(output + number));
  }

  private static ReferenceTensor tensor(Tensor stored) {
    List<Integer> shape = stored.shape();
    return ReferenceTensor.of(
        shape.get(0), shape.get(1), shape.get(2), shape.get(3), stored.data());
  }

  private static double largestDifference(ReferenceTensor actual, Tensor expected) {
    double[] values = actual.toDoubles();
    assertThat(values).hasSameSizeAs(expected.data()).doesNotContain(Double.NaN);
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - expected.data()[i]));
    }
    return largest;
  }
}
