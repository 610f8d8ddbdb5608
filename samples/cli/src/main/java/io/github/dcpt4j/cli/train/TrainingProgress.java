package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.run.Progress;
import io.github.dcpt4j.trainer.run.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how a run is going, with its rate, the time left and the last validation. */
interface TrainingProgress extends ProgressListener, AutoCloseable {

  @Override
  void close();

  /** A bar where standard error is a terminal, as the launcher says; else plain lines. */
  static TrainingProgress on(PrintWriter err) {
    return Boolean.getBoolean("dcpt.terminal") ? new Bar(err) : new Lines(err);
  }

  /** Tells of pictures that do not fit into memory, if there are any. */
  private static void tellOfOthers(PrintWriter err, long held, long all) {
    if (held < all) {
      err.printf(
          Locale.ROOT,
          "%.1f of the %.1f GB of training pictures stay decoded in memory, the others are decoded"
              + " for every patch: --loader-threads N does that on more threads, --cache MB takes more memory%n",
          1e-9 * held,
          1e-9 * all);
      err.flush();
    }
  }

  /** What the procedure measures, losses first. */
  private static String losses(Progress progress) {
    return progress.measures().byTag().entrySet().stream()
        .map(measure -> text(measure.getKey(), measure.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(String tag, double value) {
    return tag.equals(Measures.ACCURACY)
        ? Text.of("accuracy %.1f %%", 100 * value)
        : Text.of("%s %.4f", tag.replace('_', ' '), value);
  }

  /** What the last validation found. */
  private static String figures(long iteration, MeanResult result) {
    String accuracy =
        result.accuracy().map(share -> Text.of(", %.1f %% named", 100 * share)).orElse("");
    return Text.of("  [at %d: %.2f dB%s]", iteration, result.psnr(), accuracy);
  }

  /** One line for every stretch of iterations. */
  final class Lines implements TrainingProgress {

    private static final double NANO = 1e-9;

    private final PrintWriter err;
    private long iterations;
    private long begun;
    private long beginning;
    private String validation = "";

    Lines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void opened(long held, long all) {
      tellOfOthers(err, held, all);
    }

    @Override
    public void started(long iteration, long all) {
      iterations = all;
      begun = iteration;
      beginning = System.nanoTime();
      err.println(
          iteration == 0
              ? Text.of("training %d iterations", all)
              : Text.of("going on after %d of %d iterations", iteration, all));
      err.flush();
    }

    @Override
    public void advanced(Progress progress) {
      Duration time = left(progress.iteration());
      err.printf(
          Locale.ROOT,
          "%d/%d  %s%s  %.2f/s  %d:%02d:%02d left%n",
          progress.iteration(),
          iterations,
          losses(progress),
          validation,
          1 / progress.secondsPerStep(),
          time.toHours(),
          time.toMinutesPart(),
          time.toSecondsPart());
      err.flush();
    }

    /** As the time went so far, with validations and saving. */
    private Duration left(long iteration) {
      double nanosPerStep = (double) (System.nanoTime() - beginning) / (iteration - begun);
      return Duration.ofSeconds(Math.round((iterations - iteration) * nanosPerStep * NANO));
    }

    @Override
    public void validated(long iteration, MeanResult result) {
      validation = figures(iteration, result);
    }

    @Override
    public void close() {
      err.flush();
    }
  }

  /** A bar in the terminal. */
  final class Bar implements TrainingProgress {

    private final PrintWriter err;
    private ProgressBar bar;
    private String validation = "";

    Bar(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void opened(long held, long all) {
      tellOfOthers(err, held, all);
    }

    @Override
    public void started(long iteration, long all) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(all)
              .startsFrom(iteration, Duration.ZERO)
              .showSpeed()
              .build();
    }

    @Override
    public void advanced(Progress progress) {
      bar.setExtraMessage(" " + losses(progress) + validation);
      bar.stepTo(progress.iteration());
    }

    @Override
    public void validated(long iteration, MeanResult result) {
      validation = figures(iteration, result);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
