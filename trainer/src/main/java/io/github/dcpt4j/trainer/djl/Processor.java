package io.github.dcpt4j.trainer.djl;

import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this machine computes with, as far as the faults of PyTorch's convolutions depend on it.
 *
 * @param x86 whether oneDNN's code for x86 runs
 * @param vendor as the processor itself tells, for example {@code AuthenticAMD}; empty if unknown
 * @param family as the vendor counts, in decimals; 0 if unknown
 * @param cacheSizes whether the system knows them: some hypervisors hide them
 */
public record Processor(boolean x86, String vendor, int family, boolean cacheSizes) {

  /** How PyTorch's convolutions are on a processor whose instructions are all used. */
  enum Trust {
    RIGHT,
    UNKNOWN,
    WRONG
  }

  private static final String AMD = "AuthenticAMD";
  private static final String INTEL = "GenuineIntel";
  private static final int ZEN_5 = 26;

  private static final Pattern VENDOR = Pattern.compile("(?m)^vendor_id\\s*:\\s*(\\S+)");
  private static final Pattern FAMILY = Pattern.compile("(?m)^cpu family\\s*:\\s*(\\d+)");
  private static final Pattern WINDOWS_FAMILY = Pattern.compile("Family (\\d+)");
  private static final Pattern WINDOWS_VENDOR = Pattern.compile(", *(\\S+)$");

  /** The processor of this machine. */
  static Processor ofMachine() {
    return in(Path.of("/"), System.getProperty("os.arch", ""), System.getenv());
  }

  /**
   * The processor that a system describes: Linux in files, Windows in an environment variable.
   *
   * @param root folder that holds {@code proc} and {@code sys}
   * @param architecture Java's name of it
   */
  static Processor in(Path root, String architecture, Map<String, String> environment) {
    String name = architecture.toLowerCase(Locale.ROOT);
    if (!name.equals("amd64") && !name.equals("x86_64")) {
      return new Processor(false, "", 0, true);
    }
    String windows = environment.getOrDefault("PROCESSOR_IDENTIFIER", "");
    if (!windows.isEmpty()) {
      // Windows has no file to tell whether it knows the sizes: it is believed to.
      return new Processor(
          true, first(WINDOWS_VENDOR, windows), number(first(WINDOWS_FAMILY, windows)), true);
    }
    String linux = text(root.resolve("proc/cpuinfo"));
    boolean cacheSizes =
        Files.exists(root.resolve("sys/devices/system/cpu/cpu0/cache/index0/size"));
    return new Processor(true, first(VENDOR, linux), number(first(FAMILY, linux)), cacheSizes);
  }

  /**
   * What is known. PyTorch 2.7.1 was wrong on a processor of AMD's family 26 in a virtual machine
   * without cache sizes, and never on Intel's; others of AMD are told of in PyTorch's issue 177227.
   */
  Trust trust() {
    if (!x86 || vendor.equals(INTEL) && cacheSizes) {
      return Trust.RIGHT;
    }
    return vendor.equals(AMD) && family >= ZEN_5 ? Trust.WRONG : Trust.UNKNOWN;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static int number(String digits) {
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** For people. */
  @Override
  public String toString() {
    if (!x86) {
      return "no x86 processor";
    }
    return Text.of(
        "%s family %s%s",
        vendor.isEmpty() ? "unknown vendor" : vendor,
        family == 0 ? "unknown" : family,
        cacheSizes ? "" : ", cache sizes unknown");
  }
}
