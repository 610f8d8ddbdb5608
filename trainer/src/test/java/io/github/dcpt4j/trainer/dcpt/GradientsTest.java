package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whether it matters how the patches of a step are cut into batches, and on how many devices they
 * are computed. Several replicas on the CPU stand for GPUs.
 */
class GradientsTest {

  /** An epsilon that is large beside rounding, of which Adam makes much in a gradient near zero. */
  private static final AdamW SETTINGS =
      new AdamW(1e-2, 0.01, Schedule.CONSTANT, 0, 0.01, 0.9, 0.99, 1e-3);

  private static final List<Device> ONE = List.of(Device.cpu());
  private static final List<Device> TWO = List.of(Device.cpu(), Device.cpu());
  private static final List<Device> THREE = List.of(Device.cpu(), Device.cpu(), Device.cpu());
  private static final Closeness ROUNDING = new Closeness(2e-6, 2e-5);
  private static final int STEPS = 3;

  private enum Kind {
    PRE_TRAINING(ProcedureKind.PRE_TRAINING, PixelLoss.L1),
    FINE_TUNING(ProcedureKind.FINE_TUNING, PixelLoss.L1),
    FINE_TUNING_BY_PSNR(ProcedureKind.FINE_TUNING, PixelLoss.PSNR),
    GUIDED_TRANSFER(ProcedureKind.GUIDED_TRANSFER, PixelLoss.L1),
    CLASSIFIER_TRAINING(ProcedureKind.CLASSIFIER_TRAINING, PixelLoss.L1);

    private final ProcedureKind procedure;
    private final PixelLoss loss;

    Kind(ProcedureKind procedure, PixelLoss loss) {
      this.procedure = procedure;
      this.loss = loss;
    }

    Training start(NDManager manager, List<Device> devices, Checkpoint start) {
      Procedures procedures =
          new Procedures(new Optimisation(SETTINGS, SETTINGS.clipped(0), loss, 2, 0.9), 100);
      return this == GUIDED_TRANSFER
          ? procedures.guided(
              manager, devices, start, Guide.byLabels(start, start.model().labels()))
          : procedures.start(procedure, manager, devices, start);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoBatchesOfFourMoveTheWeightsLikeOneOfEight(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training whole = kind.start(manager, ONE, start());
        Training halves = kind.start(manager, ONE, start())) {
      for (int i = 0; i < STEPS; i++) {
        Batch batch = SmallModel.batch(i, 8);
        assertSame(halves.step(batch.split(2), i), whole.step(batch, i));
        assertSame(halves.state(), whole.state());
        // Each step anew: where a loss has a kink, rounding would grow from step to step.
        whole.restore(halves.state(), i + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfUnequalSizesCountByTheirPatches(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training whole = kind.start(manager, ONE, start());
        Training parts = kind.start(manager, ONE, start())) {
      Batch batch = SmallModel.batch(0, 7);
      assertThat(batch.split(3)).extracting(Batch::size).containsExactly(2, 2, 3);
      assertSame(parts.step(batch.split(3), 0), whole.step(batch, 0));
      assertSame(parts.state(), whole.state());
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalReplicasMoveTheWeightsLikeOne(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training one = kind.start(manager, ONE, start());
        Training three = kind.start(manager, THREE, start())) {
      for (int i = 0; i < STEPS; i++) {
        // The last batch has fewer patches than there are replicas.
        List<Batch> batches = List.of(SmallModel.batch(i, 5), SmallModel.batch(10 + i, 2));
        assertSame(three.step(batches, i), one.step(batches, i));
        assertSame(three.state(), one.state());
        one.restore(three.state(), i + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void replicasGoBackToAStateTogether(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training whole = kind.start(manager, TWO, start());
        Training resumed = kind.start(manager, TWO, start())) {
      whole.step(SmallModel.batch(0, 4), 0);
      resumed.restore(whole.state(), 1);
      whole.step(SmallModel.batch(1, 4), 1);
      resumed.step(SmallModel.batch(1, 4), 1);
      assertThat(resumed.state().asMap()).isEqualTo(whole.state().asMap());
    }
  }

  @ParameterizedTest
  @EnumSource
  void replicasLeaveNoTensorsBehind(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Training procedure = kind.start(manager, THREE, start());
      int before = 0;
      for (int i = 0; i < 20; i++) {
        procedure.step(List.of(SmallModel.batch(i, 5), SmallModel.batch(i, 4)), i);
        before = i == 1 ? manager.getManagedArrays().size() : before;
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
      procedure.close();
      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstDeviceHasToBeTheParameters(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      assertThatThrownBy(() -> kind.start(manager, List.of(Device.gpu(), Device.cpu()), start()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has to be the first of");
    }
  }

  /** With few channels a norm over them is almost a sign, and makes much of rounding. */
  private static Checkpoint start() {
    return SmallModel.start(new NafNet(6, List.of(1), 1, List.of(1)));
  }

  private static void assertSame(Measures actual, Measures expected) {
    assertThat(actual.byTag().keySet()).isEqualTo(expected.byTag().keySet());
    expected
        .byTag()
        .forEach(
            (tag, value) ->
                // A PSNR is a number of decibels, up to a hundred.
                assertThat(actual.get(tag))
                    .as(tag)
                    .isCloseTo(
                        value,
                        within(
                            switch (tag) {
                              case Measures.PIXEL_LOSS -> 1e-5;
                              case Measures.CLASSIFICATION_LOSS -> 1e-6;
                              default -> 1e-9;
                            })));
  }

  private static void assertSame(Weights actual, Weights expected) {
    assertThat(actual.asMap().keySet()).isEqualTo(expected.asMap().keySet());
    expected
        .asMap()
        .forEach((name, tensor) -> ROUNDING.check(name, actual.get(name).data(), tensor.data()));
  }
}
