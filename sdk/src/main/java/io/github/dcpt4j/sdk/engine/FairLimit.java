package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.runtime.Cancellation;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets a bounded number of threads in at the same time, first come, first served, until it is shut.
 */
public final class FairLimit {
  private final int places;
  // Each is completed with whether its thread may enter.
  private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
  private final Set<Thread> inside = new HashSet<>();
  private int taken;
  private boolean shut;

  /** Makes a gate for so many threads. */
  public FairLimit(int places) {
    this.places = places;
  }

  /**
   * Does work inside.
   *
   * @param cancellation ends the waiting; the work has to look at it itself
   * @throws CancellationException if the waiting was cancelled
   * @throws IllegalStateException if the gate is shut, or is shut while the call waits, or the
   *     thread is inside already
   */
  public <T> T pass(Cancellation cancellation, Supplier<T> work) {
    CompletableFuture<Boolean> turn = queue();
    Cancellation.Registration ending = cancellation.onCancel(() -> turn.cancel(false));
    try {
      // Goes on waiting where the thread is interrupted, which keeps that for whoever cares.
      if (!turn.join()) {
        throw closed();
      }
    } finally {
      ending.close();
    }
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  private synchronized CompletableFuture<Boolean> queue() {
    requireOutside();
    if (shut) {
      throw closed();
    }
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    if (taken < places) {
      taken++;
      turn.complete(true);
    } else {
      waiting.add(turn);
    }
    return turn;
  }

  private synchronized void enter() {
    inside.add(Thread.currentThread());
  }

  private synchronized void leave() {
    inside.remove(Thread.currentThread());
    // Whoever was cancelled while waiting does not take the place.
    CompletableFuture<Boolean> next = waiting.poll();
    while (next != null && !next.complete(true)) {
      next = waiting.poll();
    }
    if (next == null) {
      taken--;
      notifyAll();
    }
  }

  /**
   * Lets nobody in any more, sends the waiting away and returns when the last one has left. Again
   * waits likewise.
   *
   * @throws IllegalStateException if the thread is inside itself
   */
  public synchronized void shut() {
    requireOutside();
    shut = true;
    waiting.forEach(turn -> turn.complete(false));
    waiting.clear();
    boolean interrupted = false;
    while (taken > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of threads that wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  private void requireOutside() {
    if (inside.contains(Thread.currentThread())) {
      throw new IllegalStateException(
          "a call from within a call: a listener must not use the restorer that calls it");
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the restorer is closed");
  }
}
