package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.trainer.run.RunResources;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What a run takes of the machine. None of it changes what is learnt, but for rounding. */
final class MachineOptions {

  private static final long MEGABYTE = 1 << 20;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of the network; a run repeats bit for bit with 1 (default: all).")
  private Integer threads;

  @Option(
      names = "--gpus",
      paramLabel = "N|all",
      converter = GpuCount.Converter.class,
      description = "Splits each batch over so many GPUs (default: 1, or the CPU without any).")
  private GpuCount gpus;

  @Setting("data/loaderThreads")
  @Option(
      names = "--loader-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that make batches (default: ${DEFAULT-VALUE}).")
  private int loaderThreads;

  @Option(
      names = "--cache",
      paramLabel = "MB",
      description =
          "Memory for decoded training pictures, in megabytes; those beyond are decoded for every"
              + " patch (default: three fifths of the machine's).")
  private Long cache;

  /** CPU threads of the network; all if it is not said. */
  OptionalInt threads() {
    return threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
  }

  /**
   * What to train with, once the engine has started.
   *
   * @throws DeviceException if there are fewer GPUs than asked for
   * @throws IllegalArgumentException if the memory is negative
   */
  RunResources resources() {
    RunResources all = RunResources.ofMachine();
    RunResources devices = gpus == null ? all : all.on(gpus.devices());
    try {
      return cache == null ? devices : devices.holding(cache * MEGABYTE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--cache: " + e.getMessage(), e);
    }
  }
}
