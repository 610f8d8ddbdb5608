package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.sdk.runtime.Cancellation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the end of the process that others ask for, such as Ctrl-C, stop the work in order: the
 * process ends once this is closed. Where that takes too long the process ends all the same, at
 * once: native libraries that are taken down in order crash if they compute meanwhile.
 */
public final class Interruption implements AutoCloseable {

  /** The exit status of a process that a signal ended, as the JVM gives it for SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  private final Duration limit;
  private final PrintWriter err;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "dcpt-interruption");

  /**
   * Begins to listen.
   *
   * @param limit what the work may take to end
   * @param err is told if it takes longer
   */
  public Interruption(Duration limit, PrintWriter err) {
    this.limit = limit;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    cancellation.cancel();
    try {
      if (!closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        err.printf(
            Locale.ROOT,
            "dcpt: the work did not stop within %d seconds and was broken off%n",
            limit.toSeconds());
        err.flush();
        Runtime.getRuntime().halt(TERMINATED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The switch that is thrown. */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook at its end too.
    }
  }
}
