package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginalNamesTest {

  @TempDir Path folder;

  @Test
  void nafNetComesBackAsTheOriginalAndRestoresTheSame() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.bundled("nafnet_multi.safetensors");
    NafNet network = vectors.nafNet();
    ModelDefinition model =
        ModelDefinition.of(network, vectors.classifier(), List.of("a", "b", "c"));
    Checkpoint ours = new Checkpoint(model, vectors.weights(), Map.of());
    Path file = folder.resolve("others.safetensors");

    OriginalNames.of(ours).write(file);

    Checkpoint theirs = Checkpoint.read(file);
    assertThat(theirs.model().classifier()).isEmpty();
    NafNet original = (NafNet) theirs.model().network();
    assertThat(original.form()).isEqualTo(NafNetForm.ORIGINAL);
    assertThat(original.decoderBlocks()).isEqualTo(network.decoderBlocks());
    assertThat(theirs.weights().asMap())
        .containsKeys("decoders.0.0.beta", "decoders.1.0.norm2.bias");
    assertThat(restored(theirs, vectors.tensor("input")))
        .isEqualTo(restored(ours, vectors.tensor("input")));
  }

  private static double[] restored(Checkpoint checkpoint, Tensor image) {
    List<Integer> shape = image.shape();
    ReferenceTensor input =
        ReferenceTensor.of(shape.get(0), shape.get(1), shape.get(2), shape.get(3), image.data());
    RestorationNetwork network = checkpoint.model().network();
    return network.restore(new ReferenceOps(checkpoint.weights()), input).toDoubles();
  }

  @Test
  void promptIrComesBackAsTheOriginalWithItsUnusedTensors() {
    PromptIr.Builder small =
        PromptIr.builder().blocks(List.of(1, 0, 0, 0)).refinementBlocks(0).expansion(0.25);
    ModelDefinition model = ModelDefinition.of(small.form(PromptIr.Form.DCPT).build());
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
    Path file = folder.resolve("others.safetensors");

    OriginalNames.of(new Checkpoint(model, weights, Map.of())).write(file);

    assertThat(SafeTensors.read(file).weights().get("chnl_reduce3.weight").data())
        .hasSize(256 * 320)
        .containsOnly(0);
    Checkpoint theirs = Checkpoint.read(file);
    assertThat(((PromptIr) theirs.model().network()).form()).isEqualTo(PromptIr.Form.ORIGINAL);
    assertThat(theirs.weights().asMap()).isEqualTo(weights.asMap());
  }

  @Test
  void networkWithoutAnOriginalOfTheSameMathematicsKeepsItsNames() {
    Restormer network =
        Restormer.builder().dim(4).blocks(List.of(1, 1, 1, 1)).heads(List.of(1, 2, 2, 4)).build();
    ModelDefinition model = ModelDefinition.of(network);
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
    Path file = folder.resolve("others.safetensors");

    OriginalNames.of(new Checkpoint(model, weights, Map.of())).write(file);

    assertThat(SafeTensors.read(file).weights().asMap())
        .containsExactlyEntriesOf(new Checkpoint(model, weights, Map.of()).weights().asMap());
    assertThat(Checkpoint.read(file).model()).isEqualTo(model);
  }
}
