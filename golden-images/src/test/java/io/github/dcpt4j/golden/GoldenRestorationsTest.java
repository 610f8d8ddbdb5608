package io.github.dcpt4j.golden;

import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.runtime.Device;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in model still makes of the degraded pictures what it made of them. */
class GoldenRestorationsTest {

  private static final GoldenSet SET = GoldenSet.ofModule();
  private static final GoldenCheck CHECK = GoldenCheck.inBuildFolder();
  private static final PictureCodec CODEC = new PictureCodec();

  private static Restorer restorer;
  private static BuiltInGraph graph;

  @BeforeAll
  static void open() {
    restorer = Restorer.builtIn(RestorerOptions.builder().device(Device.CPU).threads(1).build());
    graph = new BuiltInGraph();
  }

  @AfterAll
  static void close() {
    if (restorer != null) {
      restorer.close();
    }
    if (graph != null) {
      graph.close();
    }
  }

  static List<GoldenCase> cases() {
    return SET.cases();
  }

  static List<GoldenCase> casesWithTensors() {
    return SET.casesWithTensors();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSdkGivesTheGoldenPicture(GoldenCase which) {
    CHECK.requireSame(
        restorer.restore(CODEC.read(SET.degraded(which))).picture(),
        CODEC.read(SET.restored(which)),
        which);
  }

  @ParameterizedTest
  @MethodSource("casesWithTensors")
  void theGraphGivesTheGoldenTensors(GoldenCase which) {
    NetworkInput input =
        NetworkInput.of(List.of(CODEC.read(SET.degraded(which))), graph.sizeMultiple());
    CHECK.requireClose(graph.run(input), RawOutputs.read(SET.tensors(which)), which);
  }
}
