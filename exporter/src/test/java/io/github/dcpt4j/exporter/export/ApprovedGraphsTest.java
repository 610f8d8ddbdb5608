package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.nafnet.Baseline;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.onnx.Approved;
import io.github.dcpt4j.exporter.onnx.GraphText;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exported graphs of small networks, as text, against the approved texts: whatever changes in a
 * graph shows in a review. A further network takes one line.
 */
class ApprovedGraphsTest {

  private static final List<Integer> ONE = List.of(1);

  private static final Restormer.Builder RESTORMER =
      Restormer.builder()
          .dim(4)
          .blocks(List.of(1, 0, 0, 1))
          .refinementBlocks(0)
          .heads(List.of(1, 1, 1, 2));

  private static final PromptIr PROMPT_IR =
      PromptIr.builder()
          .blocks(List.of(0, 0, 0, 0))
          .refinementBlocks(0)
          .expansion(0.1)
          .stages(PromptIr.Stages.REDUCE_NOISE)
          .build();

  static Stream<Case> cases() {
    return Stream.of(
        restoring("airnet", new AirNet(4, 1, 1)),
        restoring("baseline", new Baseline(4, ONE, 0, ONE, null, null, null, null, null)),
        restoring("nafnet", new NafNet(4, ONE, 1, ONE)),
        restoring("nafnet_local_pooling", locally(false)),
        restoring("nafnet_coarse_local_pooling", locally(true)),
        restoring("nafnet_stem", new NafNet(4, ONE, 0, ONE).withStem(2)),
        classifyingToo("nafnet_both_heads", new NafNet(4, ONE, 0, ONE)),
        restoring("promptir", PROMPT_IR),
        restoring("restormer", RESTORMER.build()),
        restoring(
            "restormer_origin",
            RESTORMER.form(Restormer.Form.DCPT_ORIGIN).norm(RestormerNorm.WITH_BIAS).build()),
        restoring("swinir_dcpt", swinIr(SwinIr.Form.DCPT, List.of(0, 2, 0, 0, 0, 0))),
        restoring("swinir_original", swinIr(SwinIr.Form.ORIGINAL, List.of(2))),
        restoring("transweather", new TransWeather(List.of(8, 8, 8, 8), true)));
  }

  private static NafNet locally(boolean fast) {
    return new NafNet(4, ONE, 0, ONE, NafNetForm.ORIGINAL, 3, List.of(16, 16), fast, 1);
  }

  private static SwinIr swinIr(SwinIr.Form form, List<Integer> depths) {
    List<Integer> heads = Collections.nCopies(depths.size(), 2);
    return new SwinIr(4, depths, heads, 2, 2, 255, form, SwinIrOptions.DEFAULT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void a_graph_reads_as_approved(Case which) throws Exception {
    ExportOptions everything = ExportOptions.everything("tiny", which.checkpoint.model());

    Approved.verify(
        which.name, GraphText.of(OnnxExporter.plain().graph(which.checkpoint, everything)));
  }

  @Test
  void a_graph_in_the_blocked_layout_reads_as_approved() throws Exception {
    Checkpoint checkpoint = Checkpoints.withClassifier(new NafNet(4, ONE, 0, ONE), 1);
    ExportOptions everything = ExportOptions.everything("tiny", checkpoint.model());

    Approved.verify(
        "nafnet_blocked", GraphText.of(new OnnxExporter().graph(checkpoint, everything)));
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
