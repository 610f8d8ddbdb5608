package io.github.dcpt4j.exporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Restormer and PromptIR in files. */
class TransformerCheckpointTest {

  private static final PromptIr ORIGINAL_PROMPT_IR =
      PromptIr.builder()
          .blocks(List.of(0, 0, 0, 0))
          .refinementBlocks(0)
          .expansion(0.1)
          .form(PromptIr.Form.ORIGINAL)
          .build();

  @TempDir Path folder;

  static Stream<RestorationNetwork> networks() {
    Restormer.Builder small = Restormer.builder().dim(2).heads(List.of(1, 1, 1, 1));
    return Stream.of(
        small.build(),
        small.form(Restormer.Form.ORIGINAL).bias(true).dualPixel(true).build(),
        ORIGINAL_PROMPT_IR);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void comeBackAsTheyWereWritten(RestorationNetwork network) {
    Checkpoint checkpoint = checkpoint(network, List.of());
    Path file = folder.resolve("network.safetensors");
    checkpoint.write(file);
    assertThat(Checkpoint.read(file).model()).isEqualTo(checkpoint.model());
    assertThat(Checkpoint.read(file).weights().asMap())
        .containsExactlyEntriesOf(checkpoint.weights().asMap());
  }

  @Test
  void parametersThatNothingNeedsAreLeftOut() {
    Checkpoint without = checkpoint(ORIGINAL_PROMPT_IR, List.of());
    Checkpoint with = checkpoint(ORIGINAL_PROMPT_IR, ORIGINAL_PROMPT_IR.unusedParameters());
    assertThat(with.weights().asMap().keySet()).isEqualTo(without.weights().asMap().keySet());
  }

  @Test
  void parametersOfNobodyAreStillRefused() {
    Parameter stranger = new Parameter("chnl_reduce4.weight", List.of(1), null);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> checkpoint(ORIGINAL_PROMPT_IR, List.of(stranger)))
        .withMessageContaining("surplus chnl_reduce4.weight");
  }

  private static Checkpoint checkpoint(RestorationNetwork network, List<Parameter> more) {
    ModelDefinition model = ModelDefinition.of(network);
    Map<String, Tensor> weights =
        new LinkedHashMap<>(
            Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1)).asMap());
    more.forEach(
        parameter ->
            weights.put(
                parameter.name(),
                new Tensor(parameter.shape(), new float[(int) parameter.size()])));
    return new Checkpoint(model, new Weights(weights), Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"network\": \"restormer\", \"norm\": \"None\"' | the field 'norm' is missing or has a value of a wrong kind",
        "'\"network\": \"restormer\", \"form\": null' | the field 'form' is missing or has a value of a wrong kind",
        "'\"network\": \"restormer\", \"dim\": null' | the field 'dim' is missing or has a value of a wrong kind",
        "'\"network\": \"restormer\", \"heads\": [1, null]' | the field 'heads' is missing or has a value of a wrong kind",
        "'\"network\": \"restormer\", \"width\": 8' | the field 'width' is not known",
        "'\"network\": \"restormer\", \"dim\": 7' | restormer needs an even dim of 2 to 4096, not 7",
        "'\"network\": \"promptir\", \"dim\": 32' | promptir needs a dim of 48, which its prompts fit, not 32"
      })
  void wrongDescriptionsAreExplainedInOneLine(String fields, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StrictJson.parse("{" + fields + "}", new TypeReference<RestorationNetwork>() {}))
        .withMessage(message);
  }
}
