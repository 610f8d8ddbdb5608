package io.github.dcpt4j.cli.shared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The physical memory that this process takes. */
public final class ResidentMemory {

  private static final double BYTES_PER_KIBIBYTE = 1024;
  private static final double MEGABYTE = 1e6;

  private ResidentMemory() {}

  /** The most so far, in millions of bytes; empty where the system does not tell. */
  public static Optional<Long> peakMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .map(kibibytes -> Math.round(kibibytes * BYTES_PER_KIBIBYTE / MEGABYTE))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
