package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The networks against the authors' code. The vectors hold its results in single precision and tell
 * how far those are from its results in double precision: the reference has to be exactly as far.
 */
class ReferenceNetworksTest {

  private static final double DOUBLE_ROUNDING = 1e-11;

  @Test
  void nafNetWithSeveralBlocksPerStageRestoresAsTheAuthorsCodeDoes() throws IOException {
    checkNafNet(ReferenceVectors.bundled("nafnet_multi.safetensors"));
  }

  @Test
  void nafNetWithFourLevelsRestoresABatchAsTheAuthorsCodeDoes() throws IOException {
    checkNafNet(ReferenceVectors.shared("nafnet_small.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restormer_small", "restormer_withbias", "restormer_origin_small"})
  void restormerOfTheReleaseRestoresAsTheAuthorsCodeDoes(String name) throws IOException {
    check(ReferenceVectors.shared(name + ".safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"biasfree", "withbias", "bias_true", "dualpixel", "gray"})
  void originalRestormerRestoresAsItsAuthorsCodeDoes(String name) throws IOException {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/restormer_orig_" + name + ".safetensors");
    ReferenceOps ops = new ReferenceOps(vectors.weights());
    for (String size : List.of("", ".1")) {
      ReferenceTensor restored =
          vectors.network().restore(ops, tensor(vectors.tensor("input" + size)));
      assertThat(largestDifference(restored, vectors.tensor("output" + size)))
          .isCloseTo(vectors.originalError("output" + size), within(DOUBLE_ROUNDING));
    }
  }

  @Test
  void promptIrOfTheReleaseRestoresAsTheAuthorsCodeDoes() throws IOException {
    check(ReferenceVectors.shared("promptir_small.safetensors.gz"));
  }

  @Test
  void originalPromptIrRestoresAndPromptsAsItsAuthorsCodeDoes() throws IOException {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/promptir_orig_small.safetensors.gz");
    Map<String, ReferenceTensor> convolved = new HashMap<>();
    Ops<ReferenceTensor> ops = recording(new ReferenceOps(vectors.weights()), convolved);

    ReferenceTensor restored = vectors.network().restore(ops, tensor(vectors.tensor("input")));

    assertThat(largestDifference(restored, vectors.tensor("output")))
        .isCloseTo(vectors.originalError("output"), within(DOUBLE_ROUNDING));
    for (int i = 1; i <= 3; i++) {
      ReferenceTensor prompt = convolved.get("prompt" + i + ".conv3x3");
      assertThat(largestDifference(prompt, vectors.tensor("trace.prompt" + i))).isLessThan(1e-6);
    }
  }

  @Test
  @Tag("slow")
  void originalPromptIrEnlargesItsPromptsAsItsAuthorsCodeDoes() throws IOException {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/promptir_orig_small.safetensors.gz");
    ReferenceTensor input = tensor(vectors.tensor("input.1"));
    ReferenceTensor restored =
        vectors.network().restore(new ReferenceOps(vectors.weights()), input);
    assertThat(largestDifference(restored, vectors.tensor("output.1")))
        .isCloseTo(vectors.originalError("output.1"), within(DOUBLE_ROUNDING));
  }

  /** Operations that note the result of every convolution by its name. */
  @SuppressWarnings("unchecked")
  private static Ops<ReferenceTensor> recording(
      ReferenceOps ops, Map<String, ReferenceTensor> convolved) {
    return (Ops<ReferenceTensor>)
        Proxy.newProxyInstance(
            ReferenceNetworksTest.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(ops, arguments);
              if (method.getName().equals("conv")) {
                convolved.put((String) arguments[0], (ReferenceTensor) result);
              }
              return result;
            });
  }

  private static void checkNafNet(ReferenceVectors vectors) {
    check(vectors);
    checkClassifier(vectors);
  }

  private static void check(ReferenceVectors vectors) {
    ReferenceOps ops = new ReferenceOps(vectors.weights());
    Features<ReferenceTensor> features =
        vectors.network().features(ops, tensor(vectors.tensor("input")));
    assertThat(largestDifference(features.restored(), vectors.tensor("output")))
        .isCloseTo(vectors.outputError(), within(DOUBLE_ROUNDING));
    if (!vectors.hasStages()) {
      return;
    }
    List<Tensor> stages = vectors.stages();
    assertThat(features.stages()).hasSameSizeAs(stages);
    for (int i = 0; i < stages.size(); i++) {
      // Values go up to 18, of which a float holds 1e-6; some forty layers add up.
      assertThat(largestDifference(features.stages().get(i), stages.get(i))).isLessThan(4e-5);
    }
    if (vectors.hasClassifier()) {
      ReferenceTensor logits =
          vectors.classifier().logits(ops, features.stages(), tensor(vectors.tensor("input")));
      assertThat(largestDifference(logits, vectors.tensor("dc.logits"))).isLessThan(2e-6);
    }
  }

  @Test
  void classifierThatSeesTheImageAnswersAsTheAuthorsCodeDoes() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("promptir_small.safetensors.gz");
    assertThat(vectors.classifier().withImage()).isTrue();
    checkClassifier(vectors);
  }

  private static void checkClassifier(ReferenceVectors vectors) {
    List<ReferenceTensor> stages =
        vectors.stages().stream().map(ReferenceNetworksTest::tensor).toList();
    ReferenceOps ops = new ReferenceOps(vectors.weights());
    ReferenceTensor logits =
        vectors.classifier().logits(ops, stages, tensor(vectors.tensor("input")));
    assertThat(largestDifference(logits, vectors.tensor("dc.logits")))
        .isCloseTo(vectors.logitsError(), within(DOUBLE_ROUNDING));
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
