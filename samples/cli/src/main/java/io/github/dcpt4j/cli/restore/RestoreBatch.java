package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.Stopwatch;
import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.RestorationReport;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Restores one picture after the other, while the one before is written and the one after is read.
 * So there are never more than two pictures and two results in memory.
 */
final class RestoreBatch implements AutoCloseable {

  private final Restorer restorer;
  private final RestoreOptions options;
  private final ReadAhead pictures;
  private final PictureTarget target;
  private final Consumer<RestoreResult.Entry> listener;
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  private record Restored(int width, int height, double readMillis, Restoration restoration) {}

  /**
   * Gets ready.
   *
   * @param restorer restores; it stays open
   * @param options how
   * @param pictures the inputs of the jobs to come, in their order
   * @param target writes
   * @param listener is told of every job, in their order, by the thread that writes
   */
  RestoreBatch(
      Restorer restorer,
      RestoreOptions options,
      ReadAhead pictures,
      PictureTarget target,
      Consumer<RestoreResult.Entry> listener) {
    this.restorer = restorer;
    this.options = options;
    this.pictures = pictures;
    this.target = target;
    this.listener = listener;
  }

  /**
   * Restores the next picture. It is written later.
   *
   * @throws CancellationException if the options' switch was thrown
   */
  void restore(RestorePlan.Job job) {
    submit(
        attempt(
            job,
            () -> {
              Restored restored = restore(pictures.next());
              return () -> attempt(job, () -> write(job, restored), Function.identity());
            },
            failed -> () -> failed));
  }

  /** Passes a picture over. */
  void skip(RestorePlan.Job job) {
    submit(() -> new RestoreResult.Skipped(job.input().toString(), job.target().toString()));
  }

  private void submit(Supplier<RestoreResult.Entry> work) {
    CompletableFuture<Void> next =
        CompletableFuture.runAsync(() -> listener.accept(work.get()), writer);
    last.join();
    last = next;
  }

  private static <T> T attempt(
      RestorePlan.Job job, Supplier<T> work, Function<RestoreResult.Entry, T> failed) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      // Errors as well: a picture that overflows a stack says nothing of the next one.
      PictureException failure = Failures.ofInput("restore", job.input(), e);
      return failed.apply(RestoreResult.Failed.of(job.input(), failure));
    }
  }

  private Restored restore(ReadAhead.Decoded decoded) {
    return new Restored(
        decoded.picture().width(),
        decoded.picture().height(),
        decoded.millis(),
        restorer.restore(decoded.picture(), options));
  }

  private RestoreResult.Done write(RestorePlan.Job job, Restored restored) {
    Stopwatch stopwatch = new Stopwatch();
    Picture picture = restored.restoration().picture();
    List<String> notes = new ArrayList<>();
    picture.metadata().warnings().forEach(warning -> notes.add(job.input() + ": " + warning));
    notes.addAll(target.write(picture, job));
    double writing = stopwatch.lap();
    RestorationReport report = restored.restoration().report();
    notes.addAll(report.notes());
    return new RestoreResult.Done(
        job.input().toString(),
        job.target().toString(),
        restored.width(),
        restored.height(),
        report.device().toString(),
        report.fallbackReason().orElse(null),
        report.tiles().count(),
        List.copyOf(notes),
        restored.restoration().scores().map(DegradationScores::probabilities).orElse(null),
        new RestoreResult.Stages(
            restored.readMillis(),
            report.prepareMillis(),
            report.runMillis(),
            report.finishMillis(),
            writing));
  }

  /** Waits until what was restored is written. */
  @Override
  public void close() {
    try {
      last.join();
    } finally {
      writer.shutdown();
    }
  }
}
