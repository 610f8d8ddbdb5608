package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.error.TimeLimitException;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops one call when it is cancelled or its time is up. */
public final class Deadline implements AutoCloseable {
  private final Optional<Duration> limit;
  private final Cancellation caller;
  private final Cancellation signal = new Cancellation();
  private final Cancellation.Registration fromCaller;
  private final CompletableFuture<Void> timer = new CompletableFuture<>();
  private volatile boolean timeIsUp;

  /**
   * Begins to watch; the time runs from now on.
   *
   * @param limit the call's time; empty for any
   * @param caller stops the call too
   */
  public Deadline(Optional<Duration> limit, Cancellation caller) {
    this.limit = limit;
    this.caller = caller;
    fromCaller = caller.onCancel(signal::cancel);
    limit.ifPresent(
        time -> {
          timer.thenRun(this::endTime);
          timer.completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  private void endTime() {
    timeIsUp = true;
    signal.cancel();
  }

  /** Returns what the call has to obey. */
  public Cancellation signal() {
    return signal;
  }

  /**
   * Does the work.
   *
   * @throws CancellationException if it was cancelled
   * @throws TimeLimitException if its time was up
   */
  public <T> T over(Supplier<T> work) {
    try {
      return work.get();
    } catch (CancellationException e) {
      if (timeIsUp && !caller.isCancelled()) {
        throw new TimeLimitException(
            "The picture was not done within "
                + limit.orElseThrow()
                + ": allow more time or reduce the picture.",
            e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    // A timer that is cancelled does not run what waits for it.
    timer.cancel(false);
    fromCaller.close();
  }
}
