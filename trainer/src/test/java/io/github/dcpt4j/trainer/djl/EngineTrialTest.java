package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Trials that go well, and processes that end before their time. */
class EngineTrialTest {

  private static final RestorationNetwork NETWORK = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));
  private static final ModelDefinition MODEL =
      ModelDefinition.of(
          NETWORK, DegradationClassifier.fitting(NETWORK, 1, 2), List.of("rain", "noise"));

  private static EngineTrial on(Shape input) {
    return EngineTrial.of(MODEL, List.of(input), OptionalInt.of(1));
  }

  @Test
  void findsWhatTheCheckFindsAndLivesThroughAStep() {
    EngineTrial trial = on(new Shape(2, 3, 32, 32));

    assertThat(trial.passes()).as(trial.output()).isTrue();
    assertThat(trial.check().orElseThrow().outputs()).isBetween(0.0, 1e-5);
    assertThat(trial.check().orElseThrow().gradients()).isBetween(0.0, 1e-3);
  }

  @Test
  void outlivesAProcessThatEndsInAStep() {
    // The check passes, then there are more channels than the first layer takes.
    EngineTrial trial = on(new Shape(2, 5, 32, 32));

    assertThat(trial.check().orElseThrow().passes()).isTrue();
    assertThat(trial.survived()).isFalse();
    assertThat(trial.passes()).isFalse();
    assertThat(trial.output()).contains("channels");
  }

  @Test
  void isNoSuccessWhereTheProcessEndedWithoutAResultOrWithAWrongOne() {
    assertThat(EngineTrial.read("# SIGFPE (0x8)", false).passes()).isFalse();
    assertThat(EngineTrial.read("found 1.0E-7 1.0E-7", false).passes()).isFalse();
    assertThat(EngineTrial.read("found 1.0E-7 1.0E-7", true).passes()).isFalse();
    assertThat(EngineTrial.read("found NaN 1.0E-7\ndone", true).passes()).isFalse();
    assertThat(EngineTrial.read("found 1.0E-7 1.0E-7\ndone", true).passes()).isTrue();
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    InstructionLimit limit =
        InstructionLimit.of(
            new Processor(true, "AuthenticAMD", 23, true),
            Map.of(),
            ProcessEnvironment.ofProcess());

    assertThat(new WrongEngineException(limit, EngineTrial.read("# SIGFPE (0x8)", false)))
        .hasMessageContainingAll(
            "did not survive", "AuthenticAMD family 23", "ONEDNN_MAX_CPU_ISA=AVX", "SIGFPE");
  }
}
