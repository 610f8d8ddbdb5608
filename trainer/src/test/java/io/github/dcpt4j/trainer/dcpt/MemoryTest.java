package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.trainer.dcpt.PreTraining.Generation;
import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.L1Loss;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether training can go on for as long as it likes. */
class MemoryTest {

  private static final OptimiserSettings SETTINGS =
      OptimiserSettings.of(Adam.Settings.adamW(0.01), new LearningRate.Constant(1e-4));

  private enum Kind {
    PRE_TRAINING {
      @Override
      Procedure start(NDManager manager, Checkpoint start) {
        return new PreTraining(manager, start, SETTINGS, SETTINGS, Generation.CLEAN, 2);
      }
    },
    FINE_TUNING {
      @Override
      Procedure start(NDManager manager, Checkpoint start) {
        return new FineTuning(manager, start, new L1Loss(), SETTINGS.clipped(0.01), 0.9);
      }
    },
    GUIDED_TRANSFER {
      @Override
      Procedure start(NDManager manager, Checkpoint start) {
        return new GuidedTransfer(
            manager,
            start,
            Guide.towards(start, "bright", start.model().labels()),
            new L1Loss(),
            SETTINGS.clipped(0.01),
            2,
            0.9);
      }
    },
    CLASSIFIER_TRAINING {
      @Override
      Procedure start(NDManager manager, Checkpoint start) {
        return new ClassifierTraining(manager, start, SETTINGS, 2);
      }
    };

    abstract Procedure start(NDManager manager, Checkpoint start);
  }

  @ParameterizedTest
  @EnumSource
  void stepsLeaveNoTensorsBehind(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Procedure procedure = kind.start(manager, SmallModel.start())) {
      train(procedure, 2);
      int before = manager.getManagedArrays().size();
      train(procedure, 50);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void stepsOfAttentionWithinWindowsLeaveNoTensorsBehind() {
    SwinIr network =
        new SwinIr(
            4,
            List.of(2, 1),
            List.of(2, 1),
            4,
            2,
            1,
            SwinIr.Form.ORIGINAL,
            new SwinIrOptions(3, Residual.ONE_CONVOLUTION, true, true, true, List.of(8, 8)));
    try (NDManager manager = NDManager.newBaseManager();
        Procedure procedure = Kind.PRE_TRAINING.start(manager, SmallModel.start(network))) {
      train(procedure, 2);
      int before = manager.getManagedArrays().size();
      train(procedure, 20);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void savingAndGoingBackLeaveNoTensorsBehind(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Procedure procedure = kind.start(manager, SmallModel.start())) {
      train(procedure, 1);
      int before = manager.getManagedArrays().size();
      procedure.restore(procedure.state(), 1);
      procedure.weights();
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesEverything(Kind kind) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Procedure procedure = kind.start(manager, SmallModel.start());
      train(procedure, 1);
      procedure.close();
      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void twoThousandStepsTakeNoMoreMemory(Kind kind) throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        Procedure procedure = kind.start(manager, SmallModel.start())) {
      train(procedure, 300);
      long before = residentKibibytes();
      train(procedure, 2000);
      long growth = residentKibibytes() - before;
      System.out.printf(
          "%s: %d KiB after 300 steps, %+d KiB after 2000 more%n", kind, before, growth);
      assertThat(growth).as("growth in KiB").isLessThan(40_000);
    }
  }

  private static void train(Procedure procedure, int steps) {
    for (int i = 0; i < steps; i++) {
      procedure.step(SmallModel.batch(i), i);
    }
  }

  /** The memory of the process: the least of some readings, as Java gives its own back late. */
  private static long residentKibibytes() throws IOException, InterruptedException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "this system does not tell a process's memory");
    long least = Long.MAX_VALUE;
    for (int reading = 0; reading < 10; reading++) {
      System.gc();
      Thread.sleep(100);
      try (Stream<String> lines = Files.lines(status)) {
        String line = lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
        least = Math.min(least, Long.parseLong(line.replaceAll("\\D", "")));
      }
    }
    return least;
  }
}
