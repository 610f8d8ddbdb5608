package io.github.dcpt4j.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a command took, as Linux counts it.
 *
 * @param exitCode its exit code
 * @param wallSeconds time by the clock
 * @param cpuSeconds time of all its threads, in user and system mode, up to {@value #POLL_MILLIS}
 *     ms before its end
 * @param peakBytes most memory that it held at once, its libraries included
 */
record MeasuredProcess(int exitCode, double wallSeconds, double cpuSeconds, long peakBytes) {

  private static final long POLL_MILLIS = 20;
  private static final long KIBIBYTE = 1024;
  private static final double NANO = 1e-9;

  /**
   * Runs a command to its end.
   *
   * @param log receives what it says
   */
  static MeasuredProcess run(Path log, List<String> command)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Duration cpu = Duration.ZERO;
      long peak = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        peak = Math.max(peak, peakBytes(process.pid()));
      }
      double wall = (System.nanoTime() - begin) * NANO;
      return new MeasuredProcess(process.exitValue(), wall, cpu.toNanos() * NANO, peak);
    } finally {
      process.destroy();
    }
  }

  private static long peakBytes(long process) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> KIBIBYTE * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      // It has just ended.
      return 0;
    }
  }
}
