package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.sdk.ProgressListener;
import io.github.dcpt4j.sdk.text.Text;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how far a batch of pictures is, told by the threads that restore and write. */
interface RestoreProgress extends ProgressListener, AutoCloseable {

  /** Called before a picture is restored. */
  void started(Path picture);

  /** Called after a picture, whether it was restored or failed. */
  void finished();

  /** Called before lines are printed. */
  void makeRoom();

  @Override
  void close();

  /**
   * A bar where standard error is a terminal, as the launcher says; else nothing.
   *
   * @param pictures number of pictures
   * @param err standard error
   */
  static RestoreProgress on(int pictures, PrintWriter err) {
    return Boolean.getBoolean("dcpt.terminal")
        ? new Bar(pictures, err, ProgressBarBuilder::new)
        : new Silence();
  }

  /** Shows nothing. */
  final class Silence implements RestoreProgress {

    @Override
    public void started(Path picture) {}

    @Override
    public void tileDone(int done, int total) {}

    @Override
    public void finished() {}

    @Override
    public void makeRoom() {}

    @Override
    public void close() {}
  }

  /** A bar over several pictures, or over the tiles of a single one. */
  final class Bar implements RestoreProgress {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final int pictures;
    private final PrintWriter err;
    private final Supplier<ProgressBarBuilder> builder;
    private Optional<ProgressBar> bar = Optional.empty();
    private Path picture = Path.of("");

    Bar(int pictures, PrintWriter err, Supplier<ProgressBarBuilder> builder) {
      this.pictures = pictures;
      this.err = err;
      this.builder = builder;
    }

    @Override
    public synchronized void started(Path file) {
      picture = file.getFileName();
      if (pictures > 1) {
        bar(pictures).setExtraMessage(" " + picture);
      }
    }

    @Override
    public synchronized void tileDone(int done, int total) {
      if (pictures > 1 && total > 1) {
        bar(pictures).setExtraMessage(Text.of(" %s, tile %d of %d", picture, done, total));
      } else if (total > 1) {
        bar(total).stepTo(done);
      }
    }

    @Override
    public synchronized void finished() {
      if (pictures > 1) {
        bar(pictures).step();
      }
    }

    @Override
    public synchronized void makeRoom() {
      if (bar.isPresent()) {
        err.print(CLEAR_LINE);
        err.flush();
      }
    }

    private ProgressBar bar(int steps) {
      if (bar.isEmpty()) {
        bar = Optional.of(builder.get().setTaskName("restoring").setInitialMax(steps).build());
      }
      return bar.get();
    }

    @Override
    public synchronized void close() {
      bar.ifPresent(ProgressBar::close);
    }
  }
}
