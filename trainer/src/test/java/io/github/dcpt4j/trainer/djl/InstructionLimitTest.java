package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processors are limited, and what is said of it. */
class InstructionLimitTest {

  private static final Processor ZEN_5 = new Processor(true, "AuthenticAMD", 26, false);
  private static final Processor ZEN_2 = new Processor(true, "AuthenticAMD", 23, true);
  private static final Processor XEON = new Processor(true, "GenuineIntel", 6, true);

  /** An environment that is not the process's. */
  private static final class Variables implements ProcessEnvironment {

    private final Map<String, String> values = new HashMap<>();

    @Override
    public Optional<String> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    @Override
    public void set(String name, String value) {
      values.put(name, value);
    }
  }

  private final Variables variables = new Variables();

  private InstructionLimit applied(Processor processor, String... given) {
    Map<String, String> atStart =
        given.length == 0 ? Map.of() : Map.of("ONEDNN_MAX_CPU_ISA", given[0]);
    variables.values.putAll(atStart);
    return InstructionLimit.of(processor, atStart, variables).applied(variables);
  }

  @Test
  void limitsAProcessorThatIsKnownToBeWrong() {
    InstructionLimit limit = applied(ZEN_5);

    assertThat(variables.values).containsExactly(Map.entry("ONEDNN_MAX_CPU_ISA", "AVX"));
    assertThat(limit.trust()).isEqualTo(Processor.Trust.RIGHT);
    assertThat(limit)
        .hasToString(
            "oneDNN is limited to AVX, since more is wrong on this processor"
                + " (AuthenticAMD family 26, cache sizes unknown)");
  }

  @Test
  void leavesOtherProcessorsAtFullSpeed() {
    assertThat(applied(XEON))
        .hasToString(
            "oneDNN uses all instructions, which is known to be right on this processor"
                + " (GenuineIntel family 6)");
    assertThat(applied(ZEN_2).trust()).isEqualTo(Processor.Trust.UNKNOWN);
    assertThat(variables.values).isEmpty();
  }

  @Test
  void leavesTheUsersChoice() {
    InstructionLimit all = applied(ZEN_5, "ALL");

    assertThat(variables.values).containsExactly(Map.entry("ONEDNN_MAX_CPU_ISA", "ALL"));
    assertThat(all.trust()).isEqualTo(Processor.Trust.WRONG);
    assertThat(all)
        .hasToString(
            "oneDNN is limited to ALL by the user, which is known to be WRONG on this processor"
                + " (AuthenticAMD family 26, cache sizes unknown)");
    assertThat(applied(ZEN_5, "sse41").trust()).isEqualTo(Processor.Trust.RIGHT);
  }

  @Test
  void tellsOfAProcessWhoseLimitWasNeverSet() {
    assertThat(InstructionLimit.of(ZEN_5, Map.of(), variables).trust())
        .isEqualTo(Processor.Trust.WRONG);
  }

  @Test
  void readsTheProcessorFromLinux(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc"));
    Files.writeString(
        root.resolve("proc/cpuinfo"),
        "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 26\nmodel\t\t: 2\n");

    assertThat(Processor.in(root, "amd64", Map.of())).isEqualTo(ZEN_5);

    Path cache = Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu0/cache/index0"));
    Files.writeString(cache.resolve("size"), "48K\n");
    assertThat(Processor.in(root, "amd64", Map.of()).cacheSizes()).isTrue();
  }

  @Test
  void readsTheProcessorFromWindows(@TempDir Path root) {
    String identifier = "AMD64 Family 26 Model 68 Stepping 0, AuthenticAMD";

    assertThat(Processor.in(root, "amd64", Map.of("PROCESSOR_IDENTIFIER", identifier)))
        .isEqualTo(new Processor(true, "AuthenticAMD", 26, true));
  }

  @Test
  void trustsProcessorsThatAreNoX86AndNoneThatIsNotKnown(@TempDir Path root) {
    assertThat(Processor.in(root, "aarch64", Map.of()).trust()).isEqualTo(Processor.Trust.RIGHT);
    assertThat(Processor.in(root, "amd64", Map.of()).trust()).isEqualTo(Processor.Trust.UNKNOWN);
  }
}
