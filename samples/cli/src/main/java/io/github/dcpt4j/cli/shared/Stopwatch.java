package io.github.dcpt4j.cli.shared;

import java.lang.management.ManagementFactory;

/** Measures one stage after the other, in milliseconds. */
public final class Stopwatch {

  private static final double NANOS_PER_MILLI = 1e6;

  private long last = System.nanoTime();

  /** Milliseconds since this object was made or last asked. */
  public double lap() {
    long now = System.nanoTime();
    double millis = (now - last) / NANOS_PER_MILLI;
    last = now;
    return millis;
  }

  /** Milliseconds since the Java virtual machine started. */
  public static long sinceProcessStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }
}
