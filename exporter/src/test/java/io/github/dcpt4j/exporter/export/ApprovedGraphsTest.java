package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import io.github.dcpt4j.exporter.onnx.Approved;
import io.github.dcpt4j.exporter.onnx.GraphText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exported graphs of small networks, as text, against the approved texts: whatever changes in a
 * graph shows in a review. A further network takes one line.
 */
class ApprovedGraphsTest {

  private static final NafNet LOCAL =
      new NafNet(4, List.of(1), 0, List.of(1), NafNetForm.ORIGINAL, 3, List.of(16, 16), false);

  private static final Restormer.Builder RESTORMER =
      Restormer.builder()
          .dim(4)
          .blocks(List.of(1, 0, 0, 1))
          .refinementBlocks(0)
          .heads(List.of(1, 1, 1, 2));

  static Stream<Case> cases() {
    return Stream.of(
        restoring("nafnet", new NafNet(4, List.of(1), 1, List.of(1))),
        restoring("nafnet_local_pooling", LOCAL),
        classifyingToo("nafnet_both_heads", new NafNet(4, List.of(1), 0, List.of(1))),
        restoring("restormer", RESTORMER.build()),
        restoring(
            "restormer_origin",
            RESTORMER.form(Restormer.Form.DCPT_ORIGIN).norm(RestormerNorm.WITH_BIAS).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_graph_reads_as_approved(Case which) throws Exception {
    ExportOptions everything = ExportOptions.everything("tiny", which.checkpoint.model());

    Approved.verify(
        which.name, GraphText.of(new OnnxExporter().graph(which.checkpoint, everything)));
  }

  private static Case restoring(String name, RestorationNetwork network) {
    return new Case(name, Checkpoints.of(ModelDefinition.of(network)));
  }

  private static Case classifyingToo(String name, RestorationNetwork network) {
    return new Case(name, Checkpoints.withClassifier(network, 1));
  }

  /** A graph under the name of its approved text. */
  private record Case(String name, Checkpoint checkpoint) {
    @Override
    public String toString() {
      return name;
    }
  }
}
