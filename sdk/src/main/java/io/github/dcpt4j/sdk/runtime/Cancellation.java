package io.github.dcpt4j.sdk.runtime;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * A switch by which one thread stops what others do. It may be given to any number of calls, and is
 * thrown once for all of them. Interrupting a thread, on the other hand, stops nothing.
 */
public final class Cancellation {
  private final Set<Runnable> actions = new LinkedHashSet<>();
  private boolean cancelled;

  /** Stops every call that was given this switch, those to come included. Again does nothing. */
  public synchronized void cancel() {
    if (!cancelled) {
      cancelled = true;
      actions.forEach(Runnable::run);
      actions.clear();
    }
  }

  /** Returns whether the switch was thrown. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Does nothing until the switch is thrown.
   *
   * @throws CancellationException from then on
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("the call was cancelled");
    }
  }

  /**
   * Has something done when the switch is thrown; at once, if it was.
   *
   * @param action is run by the thread that throws the switch: it must be short and not throw
   * @return takes the action back when closed; it neither runs then nor is it still running
   */
  public synchronized Registration onCancel(Runnable action) {
    if (cancelled) {
      action.run();
      return () -> {};
    }
    // Equal actions given twice are two.
    Runnable own = () -> action.run();
    actions.add(own);
    return () -> remove(own);
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  /** An action that waits for a switch. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /** Takes the action back. */
    @Override
    void close();
  }
}
