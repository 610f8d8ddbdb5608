package io.github.dcpt4j.trainer.djl;

import io.github.dcpt4j.sdk.text.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which instructions oneDNN, which computes PyTorch's convolutions on x86, is allowed to use in
 * this process.
 *
 * <p>On AMD's processors of family 26 (Zen 5) some convolutions of PyTorch 2.7.1 are wrong, and
 * pointwise ones with 512 or more channels on several threads divide by zero, which ends the
 * process. Limited to AVX, oneDNN takes other code, which is right; limited to AVX2 it is not.
 *
 * @param processor of this machine
 * @param given the value of {@link #VARIABLE} that the user started the process with
 * @param inForce its value as native code sees it now
 */
public record InstructionLimit(
    Processor processor, Optional<String> given, Optional<String> inForce) {

  /** The environment variable, which oneDNN reads once, when it computes for the first time. */
  public static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";

  /** The most that is right on all processors. */
  static final String SAFE = "AVX";

  private static final Set<String> ALL_SAFE = Set.of(SAFE, "SSE41");

  /** What holds in this process. */
  public static InstructionLimit ofProcess() {
    return of(Processor.ofMachine(), System.getenv(), ProcessEnvironment.ofProcess());
  }

  /** What holds on a processor in an environment. */
  static InstructionLimit of(
      Processor processor, Map<String, String> atStart, ProcessEnvironment environment) {
    return new InstructionLimit(
        processor, Optional.ofNullable(atStart.get(VARIABLE)), environment.get(VARIABLE));
  }

  /**
   * Sets the limit where the processor needs it and the user has set none. It then holds for all
   * that uses oneDNN in this process, and for the processes it starts, unless they are given an
   * environment of their own. Processors that need none are left at their full speed.
   *
   * @param environment that of this process, before PyTorch is loaded: later, it has no effect
   * @return what holds now
   */
  InstructionLimit applied(ProcessEnvironment environment) {
    if (processor.trust() != Processor.Trust.WRONG || given.isPresent()) {
      return this;
    }
    environment.set(VARIABLE, SAFE);
    return new InstructionLimit(processor, given, environment.get(VARIABLE));
  }

  /** How convolutions are under this limit. */
  Processor.Trust trust() {
    return inForce.map(name -> name.toUpperCase(Locale.ROOT)).filter(ALL_SAFE::contains).isPresent()
        ? Processor.Trust.RIGHT
        : processor.trust();
  }

  /** Whether this project has chosen the limit, rather than the user. */
  boolean isOurs() {
    return given.isEmpty() && inForce.isPresent();
  }

  /** What was chosen and why, in a line for people. */
  @Override
  public String toString() {
    if (isOurs()) {
      return Text.of(
          "oneDNN is limited to %s, since more is wrong on this processor (%s)",
          inForce.get(), processor);
    }
    String chosen =
        given
            .map(limit -> Text.of("oneDNN is limited to %s by the user", limit))
            .orElse("oneDNN uses all instructions");
    String known =
        switch (trust()) {
          case RIGHT -> "known to be right";
          case UNKNOWN -> "tried before training";
          case WRONG -> "known to be WRONG";
        };
    return Text.of("%s, which is %s on this processor (%s)", chosen, known, processor);
  }
}
