package io.github.dcpt4j.sdk.engine;

import java.util.EnumMap;
import java.util.Map;

/** Adds up how long each stage of a call takes. For one thread. */
public final class StageClock {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
  private long last = System.nanoTime();

  /** The stages of a call. */
  public enum Stage {
    /** Until it is the call's turn. */
    WAIT,
    /** From the picture to the network's input. */
    PREPARE,
    /** In the network. */
    RUN,
    /** From the network's output to the picture. */
    FINISH
  }

  /** Counts the time since the last lap, or since the start, to a stage. */
  public void lap(Stage stage) {
    long now = System.nanoTime();
    nanos.merge(stage, now - last, Long::sum);
    last = now;
  }

  /** Returns the milliseconds that a stage took so far. */
  public double millis(Stage stage) {
    return nanos.getOrDefault(stage, 0L) / NANOS_PER_MILLI;
  }
}
