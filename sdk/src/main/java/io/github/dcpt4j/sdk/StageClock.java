package io.github.dcpt4j.sdk;

import java.util.EnumMap;
import java.util.Map;

/** Adds up how long each stage of a call takes. For one thread. */
final class StageClock {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private long last = System.nanoTime();

  /** The stages of a call. */
  enum Stage {
    WAIT,
    PREPARE,
    RUN,
    FINISH
  }

  /** Counts the time since the last lap, or since the start, to a stage. */
  void lap(Stage stage) {
    long now = System.nanoTime();
    nanos.merge(stage, now - last, Long::sum);
    last = now;
  }

  double millis(Stage stage) {
    return nanos.getOrDefault(stage, 0L) / NANOS_PER_MILLI;
  }
}
