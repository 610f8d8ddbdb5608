package io.github.dcpt4j.cli;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads pictures, each while the one before it is worked on, and the first while the model is
 * opened.
 */
final class ReadAhead implements AutoCloseable {

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final PictureCodec codec = new PictureCodec();
  private final Queue<Path> waiting;
  private CompletableFuture<Decoded> next;

  /**
   * A picture that was read.
   *
   * @param picture the picture
   * @param millis time that reading and decoding took
   */
  record Decoded(Picture picture, double millis) {}

  ReadAhead(List<Path> files) {
    waiting = new ArrayDeque<>(files);
    start();
  }

  /**
   * Waits for the next picture, in the order of the files.
   *
   * @throws PictureException if that file cannot be read; the one after it can be asked for
   */
  Decoded next() {
    CompletableFuture<Decoded> current = next;
    start();
    try {
      return current.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PictureException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void start() {
    Path file = waiting.poll();
    if (file != null) {
      next = CompletableFuture.supplyAsync(() -> decode(file), thread);
    }
  }

  private Decoded decode(Path file) {
    Stopwatch stopwatch = new Stopwatch();
    Picture picture = codec.read(file);
    return new Decoded(picture, stopwatch.lap());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
