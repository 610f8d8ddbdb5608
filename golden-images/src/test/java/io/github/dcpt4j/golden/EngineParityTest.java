package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checkpoint in DJL and the built-in model in ONNX Runtime are the same function. */
class EngineParityTest {

  private static final GoldenSet SET = GoldenSet.ofModule();
  private static final GoldenCheck CHECK = GoldenCheck.inBuildFolder();
  private static final PictureCodec CODEC = new PictureCodec();

  private static BuiltInGraph graph;
  private static DjlModel djl;

  @BeforeAll
  static void open() {
    graph = new BuiltInGraph();
    djl = new DjlModel(Checkpoint.read(SET.checkpoint()));
  }

  @AfterAll
  static void close() {
    if (graph != null) {
      graph.close();
    }
    if (djl != null) {
      djl.close();
    }
  }

  static List<GoldenCase> cases() {
    return SET.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void djlAndOnnxRuntimeAgree(GoldenCase which) {
    NetworkInput input = input(which);
    CHECK.requireClose(graph.run(input), djl.run(input), which);
  }

  @Test
  void onnxRuntimeRestoresTwoPicturesAsItRestoresEach() {
    List<GoldenCase> pair = pairOfDifferentCases();
    NetworkInput batch = input(pair.get(0), pair.get(1));
    RawOutputs together = graph.run(batch);
    for (int i = 0; i < 2; i++) {
      CHECK.requireClose(together.single(i), graph.run(batch.single(i)), pair.get(i));
    }
  }

  @Test
  void djlRestoresTwoPicturesAsItRestoresEach() {
    List<GoldenCase> pair = pairOfDifferentCases();
    NetworkInput batch = input(pair.get(0), pair.get(1));
    RawOutputs together = djl.run(batch);
    for (int i = 0; i < 2; i++) {
      CHECK.requireClose(together.single(i), djl.run(batch.single(i)), pair.get(i));
    }
  }

  private static List<GoldenCase> pairOfDifferentCases() {
    List<GoldenCase> cases = SET.casesWithTensors();
    assertThat(cases).hasSizeGreaterThan(1);
    return cases.subList(0, 2);
  }

  private static NetworkInput input(GoldenCase... cases) {
    List<Picture> degraded =
        List.of(cases).stream().map(which -> CODEC.read(SET.degraded(which))).toList();
    return NetworkInput.of(degraded, graph.sizeMultiple());
  }
}
