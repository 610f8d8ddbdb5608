package io.github.dcpt4j.trainer.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Makes the batches of steps ahead of their use on other threads, and hands them out in order. Used
 * by one thread.
 *
 * @param <T> what a step takes
 */
public final class BatchLoader<T> implements AutoCloseable {

  private final LongFunction<T> source;
  private final ExecutorService threads;
  private final Deque<Future<T>> ahead = new ArrayDeque<>();
  private long next;

  /**
   * Starts with the first batches.
   *
   * @param source makes the batch of an iteration; called by several threads at once
   * @param first iteration of the first batch
   * @param threads threads that make batches, at least 1
   * @param depth batches kept ahead, at least 1
   */
  public BatchLoader(LongFunction<T> source, long first, int threads, int depth) {
    this.source = source;
    this.next = first;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "batch-loader");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < depth; i++) {
      submit();
    }
  }

  private void submit() {
    long iteration = next++;
    ahead.add(threads.submit(() -> source.apply(iteration)));
  }

  /**
   * The next batch; waits for it if it is not made yet.
   *
   * @throws RuntimeException what the source threw while it made the batch; the loader is then of
   *     no further use. The same goes for an error such as want of memory
   */
  public T next() {
    try {
      T batch = ahead.remove().get();
      submit();
      return batch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a batch was made", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("a batch could not be made", e.getCause());
    }
  }

  /** Stops, and waits for the batch under way: its pictures may be freed afterwards. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
