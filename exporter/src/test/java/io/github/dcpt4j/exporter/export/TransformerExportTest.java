package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.TilingPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of Restormer and PromptIR in ONNX Runtime. */
class TransformerExportTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restormer_small.safetensors",
        "restormer_withbias.safetensors",
        "restormer_origin_small.safetensors",
        "promptir_small.safetensors.gz"
      })
  void the_releases_forms_meet_the_reference_vectors(String name) throws Exception {
    ReferenceVectors vectors = ReferenceVectors.shared(name);

    Map<String, Tensor> outputs =
        OrtRunner.run(graph(Checkpoints.of(vectors)), Map.of("image", vectors.tensor("input")));

    Closeness.requireClose(outputs.get("restored"), vectors.tensor("output"));
    if (vectors.hasClassifier()) {
      Closeness.requireClose(outputs.get("degradation_logits"), vectors.tensor("dc.logits"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restormer_orig_biasfree.safetensors",
        "restormer_orig_withbias.safetensors",
        "restormer_orig_bias_true.safetensors",
        "restormer_orig_dualpixel.safetensors",
        "restormer_orig_gray.safetensors",
        "promptir_orig_small.safetensors.gz"
      })
  void the_original_forms_meet_the_reference_vectors(String name) throws Exception {
    ReferenceVectors vectors = ReferenceVectors.shared("original/" + name);
    Graph graph = graph(Checkpoints.of(vectors));

    for (String size : List.of("", ".1")) {
      Map<String, Tensor> outputs =
          OrtRunner.run(graph, Map.of("image", vectors.tensor("input" + size)));
      Closeness.requireClose(outputs.get("restored"), vectors.tensor("output" + size));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "restormer_small, ''",
    "restormer_small, _other_size",
    "restormer_withbias, ''",
    "restormer_withbias, _other_size"
  })
  void another_exporters_graph_and_ours_agree(String name, String size) throws Exception {
    Graph ours = graph(Checkpoints.of(ReferenceVectors.shared(name + ".safetensors")));
    Weights stored =
        SafeTensors.read(ReferenceVectors.sharedFile("onnx/" + name + "_io.safetensors")).weights();
    Tensor input = stored.get("input" + size);

    Map<String, Tensor> theirs =
        OrtRunner.run(
            ReferenceVectors.sharedFile("onnx/" + name + ".onnx"), Map.of("input", input));
    Tensor restored = OrtRunner.run(ours, Map.of("image", input)).get("restored");

    Closeness.requireClose(restored, theirs.values().iterator().next());
    Closeness.requireClose(restored, stored.get("output" + size));
  }

  @Test
  void prompts_are_enlarged_for_a_large_picture() throws Exception {
    ReferenceVectors vectors = ReferenceVectors.shared("promptir_small.safetensors.gz");
    Tensor input = vectors.tensor("extra.upsample.input");

    Map<String, Tensor> outputs =
        OrtRunner.run(graph(Checkpoints.of(vectors)), Map.of("image", input));

    Closeness.requireClose(outputs.get("restored"), vectors.tensor("extra.upsample.output"));
  }

  @Test
  void the_original_promptir_keeps_nothing_that_it_does_not_use() throws Exception {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/promptir_orig_small.safetensors.gz");
    assertThat(vectors.weights().asMap()).hasSize(152).containsKey("chnl_reduce1.weight");

    Weights kept = Checkpoints.of(vectors).weights();

    assertThat(kept.asMap()).hasSize(146).doesNotContainKey("chnl_reduce1.weight");
  }

  static Stream<RestorationNetwork> configurations() {
    Restormer.Builder small =
        Restormer.builder()
            .dim(4)
            .blocks(List.of(1, 0, 1, 1))
            .refinementBlocks(1)
            .heads(List.of(2, 1, 4, 8));
    return Stream.of(
        small.build(),
        small.norm(RestormerNorm.WITH_BIAS).bias(true).build(),
        small.form(Restormer.Form.DCPT_ORIGIN).expansion(1.3).build(),
        small.form(Restormer.Form.ORIGINAL).build(),
        small.attention(Activation.RELU).norm(RestormerNorm.BIAS_FREE).build(),
        PromptIr.builder()
            .blocks(List.of(0, 0, 0, 1))
            .refinementBlocks(0)
            .heads(List.of(1, 1, 32, 1))
            .expansion(0.1)
            .norm(RestormerNorm.BIAS_FREE)
            .bias(true)
            .stages(PromptIr.Stages.REDUCE_NOISE)
            .build());
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void any_configuration_meets_the_reference_at_any_size_and_batch(RestorationNetwork network)
      throws Exception {
    Checkpoint checkpoint = Checkpoints.withClassifier(network, 1);
    Graph graph = graph(checkpoint);

    int side = network.minimumSize();
    requireReference(checkpoint, graph, 1, side, side);
    requireReference(checkpoint, graph, 2, 24, 16);
    requireReference(checkpoint, graph, 3, side, side + 8);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void every_export_is_certified(RestorationNetwork network, @TempDir Path folder) {
    Checkpoint checkpoint = Checkpoints.withClassifier(network, 1);

    ModelCard card =
        new OnnxExporter()
            .export(
                checkpoint,
                ExportOptions.everything("transformer", checkpoint.model()),
                folder.resolve("model.onnx"));

    assertThat(card.parity().orElseThrow().differences())
        .containsOnlyKeys(Head.RESTORATION, Head.CLASSIFICATION);
    assertThat(card.tiling().policy()).isEqualTo(TilingPolicy.WHOLE_IMAGE);
    assertThat(card.minimumSize()).isEqualTo(network.minimumSize());
  }

  private static void requireReference(
      Checkpoint checkpoint, Graph graph, int batch, int height, int width) throws Exception {
    RestorationNetwork network = checkpoint.model().network();
    Tensor input = Noise.of(3, batch, network.inputChannels(), height, width);
    Map<String, Tensor> outputs = OrtRunner.run(graph, Map.of("image", input));

    ReferenceOps ops = new ReferenceOps(checkpoint.weights());
    ReferenceTensor image =
        ReferenceTensor.of(batch, network.inputChannels(), height, width, input.data());
    Features<ReferenceTensor> features = network.features(ops, image);
    ReferenceTensor logits =
        checkpoint.model().classifier().orElseThrow().logits(ops, features.stages(), image);
    assertThat(outputs.get("restored").shape())
        .containsExactly(batch, network.outputChannels(), height, width);
    Closeness.requireClose(outputs.get("restored").data(), features.restored().toDoubles());
    Closeness.requireClose(outputs.get("degradation_logits").data(), logits.toDoubles());
  }

  private static Graph graph(Checkpoint checkpoint) {
    ModelDefinition model = checkpoint.model();
    return new OnnxExporter().graph(checkpoint, ExportOptions.everything("transformer", model));
  }
}
