package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
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

  private static Training start(ProcedureKind kind, NDManager manager, Checkpoint start) {
    AdamW settings = AdamW.of(1e-4, 0.01).clipped(0.01);
    Procedures procedures =
        new Procedures(new Optimisation(settings, settings.clipped(0), PixelLoss.L1, 2, 0.9), 3000);
    List<Device> devices = List.of(manager.getDevice());
    return kind == ProcedureKind.GUIDED_TRANSFER
        ? procedures.guided(
            manager, devices, start, Guide.towards(start, "bright", start.model().labels()))
        : procedures.start(kind, manager, devices, start);
  }

  @ParameterizedTest
  @EnumSource
  void stepsLeaveNoTensorsBehind(ProcedureKind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training procedure = start(kind, manager, SmallModel.start())) {
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
        Training procedure =
            start(ProcedureKind.PRE_TRAINING, manager, SmallModel.start(network))) {
      train(procedure, 2);
      int before = manager.getManagedArrays().size();
      train(procedure, 20);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void savingAndGoingBackLeaveNoTensorsBehind(ProcedureKind kind) {
    try (NDManager manager = NDManager.newBaseManager();
        Training procedure = start(kind, manager, SmallModel.start())) {
      train(procedure, 1);
      int before = manager.getManagedArrays().size();
      procedure.restore(procedure.state(), 1);
      procedure.weights();
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFreesEverything(ProcedureKind kind) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Training procedure = start(kind, manager, SmallModel.start());
      train(procedure, 1);
      procedure.close();
      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void twoThousandStepsTakeNoMoreMemory(ProcedureKind kind) throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        Training procedure = start(kind, manager, SmallModel.start())) {
      train(procedure, 300);
      long before = residentKibibytes();
      train(procedure, 2000);
      long growth = residentKibibytes() - before;
      System.out.printf(
          "%s: %d KiB after 300 steps, %+d KiB after 2000 more%n", kind, before, growth);
      assertThat(growth).as("growth in KiB").isLessThan(40_000);
    }
  }

  private static void train(Training procedure, int steps) {
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
