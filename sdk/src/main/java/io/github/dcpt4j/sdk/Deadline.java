package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.error.TimeLimitException;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops one call when it is cancelled or its time is up. */
final class Deadline implements AutoCloseable {
  private final RestoreOptions options;
  private final Cancellation signal = new Cancellation();
  private final Cancellation.Registration fromCaller;
  private final CompletableFuture<Void> timer = new CompletableFuture<>();
  private volatile boolean timeIsUp;

  /** Begins to watch; the time runs from now on. */
  Deadline(RestoreOptions options) {
    this.options = options;
    fromCaller = options.cancellation().onCancel(signal::cancel);
    options
        .timeLimit()
        .ifPresent(
            limit -> {
              timer.thenRun(this::endTime);
              timer.completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
            });
  }

  private void endTime() {
    timeIsUp = true;
    signal.cancel();
  }

  /** What the call has to obey. */
  Cancellation signal() {
    return signal;
  }

  /**
   * Does the work.
   *
   * @throws CancellationException if it was cancelled
   * @throws TimeLimitException if its time was up
   */
  <T> T over(Supplier<T> work) {
    try {
      return work.get();
    } catch (CancellationException e) {
      if (timeIsUp && !options.cancellation().isCancelled()) {
        throw new TimeLimitException(
            "The picture was not done within "
                + options.timeLimit().orElseThrow()
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
