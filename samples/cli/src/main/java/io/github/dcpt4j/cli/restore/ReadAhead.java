package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.Stopwatch;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/**
 * Reads pictures, each while the one before it is worked on, and the first while the model is
 * opened. Beside a large picture none is read: that would cost memory, and the network takes nearly
 * all of the time anyway.
 */
final class ReadAhead implements AutoCloseable {

  /** From so many pixels on a picture is large. */
  private static final long LARGE = 16_000_000;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final PictureCodec codec;
  private final Queue<Path> waiting;
  private Optional<CompletableFuture<Decoded>> next = Optional.empty();

  /**
   * A picture that was read.
   *
   * @param picture the picture
   * @param millis time that reading and decoding took
   */
  record Decoded(Picture picture, double millis) {}

  /** Begins to read the first file. */
  ReadAhead(List<Path> files, PictureCodec codec) {
    this.codec = codec;
    // SLF4J complains where two threads log for the first time at once.
    LoggerFactory.getILoggerFactory();
    waiting = new ArrayDeque<>(files);
    start();
  }

  /**
   * Waits for the next picture, in the order of the files.
   *
   * @throws PictureException if that file cannot be read, or whatever else reading it throws; the
   *     one after it can be asked for
   */
  Decoded next() {
    if (next.isEmpty()) {
      start();
    }
    CompletableFuture<Decoded> current = next.orElseThrow();
    next = Optional.empty();
    boolean large = false;
    try {
      Decoded decoded = current.join();
      large = (long) decoded.picture().width() * decoded.picture().height() >= LARGE;
      return decoded;
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    } finally {
      if (!large) {
        start();
      }
    }
  }

  private void start() {
    Path file = waiting.poll();
    if (file != null) {
      next = Optional.of(CompletableFuture.supplyAsync(() -> decode(file), thread));
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
