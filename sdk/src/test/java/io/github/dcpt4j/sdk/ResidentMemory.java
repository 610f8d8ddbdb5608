package io.github.dcpt4j.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The memory of this process, native memory included, as Linux tells it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Skips a test where the system does not tell. */
  static void assumeKnown() {
    Assumptions.assumeTrue(Files.isReadable(STATUS), "resident memory is read from Linux");
  }

  /** What is resident now, after a garbage collection. */
  static long megabytes() throws IOException {
    System.gc();
    return read("VmRSS");
  }

  /** The most that has ever been resident. */
  static long peakMegabytes() throws IOException {
    return read("VmHWM");
  }

  private static long read(String entry) throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(entry))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }
}
