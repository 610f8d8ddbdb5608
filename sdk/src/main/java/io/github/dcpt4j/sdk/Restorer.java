package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.TilingPolicy;
import io.github.dcpt4j.sdk.engine.CardAgreement;
import io.github.dcpt4j.sdk.engine.Deadline;
import io.github.dcpt4j.sdk.engine.FairLimit;
import io.github.dcpt4j.sdk.engine.RestoreCall;
import io.github.dcpt4j.sdk.engine.SharedMeans;
import io.github.dcpt4j.sdk.engine.StageClock;
import io.github.dcpt4j.sdk.engine.StageClock.Stage;
import io.github.dcpt4j.sdk.engine.TilePlanner;
import io.github.dcpt4j.sdk.engine.TileRunner;
import io.github.dcpt4j.sdk.engine.TilingAttempt;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.error.TimeLimitException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureBuilder;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import io.github.dcpt4j.sdk.tiling.PaddedFrame;
import io.github.dcpt4j.sdk.tiling.TilePlan;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Restores and classifies pictures of any size with one model.
 *
 * <pre>{@code
 * PictureCodec codec = new PictureCodec();
 * try (Restorer restorer = Restorer.builtIn()) {
 *   Restoration result = restorer.restore(codec.read(Path.of("rain.jpg")));
 *   codec.write(result.picture(), Path.of("restored.png"));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads at once: as many pictures are computed at the same time as the
 * options say, the others wait for their turn. Closing waits for what is under way. A picture whose
 * computation would exceed the memory budget is cut into overlapping tiles.
 *
 * <p>A model for grey pictures restores the channels of a colour picture one after the other; its
 * logits are the mean of theirs. Models that take or give other than 3 or 1 channels are refused.
 */
public final class Restorer implements AutoCloseable {
  private static final String BUILT_IN = "/io/github/dcpt4j/sdk/model.onnx";
  private static final int MOST_WAITING = 1000;
  private static final long IDLE_SECONDS = 10;

  private final OnnxModel model;
  private final ModelCard card;
  private final TilePlanner planner;
  private final FairLimit turns;
  private final ExecutorService executor;

  private Restorer(Function<RuntimeOptions, OnnxModel> opener, RestorerOptions options) {
    model = opener.apply(new RuntimeOptions(options.device(), options.threads()));
    try {
      card = CardAgreement.require(model);
    } catch (ModelException e) {
      model.close();
      throw e;
    }
    planner = new TilePlanner(card, options.memoryBudget());
    turns = new FairLimit(options.maxInFlight());
    executor = executor(options.maxInFlight());
  }

  /** Has no threads while it has no work. */
  private static ExecutorService executor(int threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "dcpt4j-restorer");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Opens the model that comes with the library, with the default options.
   *
   * @throws ModelException if this build of the library contains no model
   */
  public static Restorer builtIn() {
    return builtIn(RestorerOptions.defaults());
  }

  /**
   * Opens the model that comes with the library.
   *
   * @param options how to work
   * @throws ModelException if this build of the library contains no model
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer builtIn(RestorerOptions options) {
    return open(builtInModel(), options);
  }

  /**
   * Opens a model file with the default options.
   *
   * @param file an ONNX file exported by dcpt4j
   * @throws ModelException if the file is missing or cannot be used
   */
  public static Restorer open(Path file) {
    return open(file, RestorerOptions.defaults());
  }

  /**
   * Opens a model file.
   *
   * @param file an ONNX file exported by dcpt4j
   * @param options how to work
   * @throws ModelException if the file is missing or cannot be used
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer open(Path file, RestorerOptions options) {
    return new Restorer(runtime -> OnnxModel.open(file, runtime, Restorer::smallestSide), options);
  }

  /**
   * Opens a model in memory with the default options.
   *
   * @param model the content of an ONNX file exported by dcpt4j
   * @throws ModelException if the model cannot be used
   */
  public static Restorer open(byte[] model) {
    return open(model, RestorerOptions.defaults());
  }

  /**
   * Opens a model in memory.
   *
   * @param model the content of an ONNX file exported by dcpt4j
   * @param options how to work
   * @throws ModelException if the model cannot be used
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer open(byte[] model, RestorerOptions options) {
    return new Restorer(runtime -> OnnxModel.open(model, runtime, Restorer::smallestSide), options);
  }

  /** Returns what the model says of itself. */
  public ModelCard card() {
    return card;
  }

  /** Returns the device that runs the model; never {@link Device#AUTO}. */
  public Device device() {
    return model.device();
  }

  /**
   * Restores a picture and, if the model has a classification head, names its degradation.
   *
   * @param picture a picture of any size
   * @return the restored picture, of the same size and sample type, and what is known about it
   * @throws ModelException if the model has no restoration head, or fails on this picture
   * @throws MemoryException if the memory does not suffice, even for small tiles
   * @throws IllegalStateException if this restorer is closed
   */
  public Restoration restore(Picture picture) {
    return restore(picture, RestoreOptions.defaults());
  }

  /**
   * Restores a picture and, if the model has a classification head, names its degradation.
   *
   * <p>A picture that is cut into tiles is also classified by them: its logits are the mean of the
   * tiles', weighted with the part of the picture that each stands for.
   *
   * @param picture a picture of any size
   * @param options what is asked for
   * @return the restored picture, of the same size and sample type, and what is known about it
   * @throws ModelException if the model has no restoration head, or fails on this picture
   * @throws MemoryException if the memory does not suffice, even for small tiles, or tiles are not
   *     allowed
   * @throws CancellationException if the call was cancelled
   * @throws TimeLimitException if the time was up
   * @throws IllegalStateException if this restorer is closed, or is used by the listener that it
   *     calls
   */
  public Restoration restore(Picture picture, RestoreOptions options) {
    requireHead(Head.RESTORATION);
    Picture input = picture.withHiddenColoursFilled();
    // One for all attempts: those that run out of memory are written over.
    PictureBuilder target = picture.like();
    return inTurn(
        input,
        options,
        call -> planner.attempt(input, call.tiling(), attempt -> restored(call, attempt, target)));
  }

  private Restoration restored(RestoreCall call, TilingAttempt attempt, PictureBuilder target) {
    Optional<DegradationScores> scores =
        withTiles(call, attempt, runner -> runner.restore(target)).map(this::scores);
    Picture restored = target.build();
    call.clock().lap(Stage.FINISH);
    return new Restoration(restored, scores, report(attempt, call.clock()));
  }

  /**
   * Restores a picture on a thread of this restorer. There are as many of them as pictures may be
   * computed at the same time.
   *
   * @param picture a picture of any size
   * @param options what is asked for
   * @return the result, or what {@link #restore(Picture, RestoreOptions)} throws; cancelling it
   *     stops the work within a tile
   * @throws RejectedExecutionException if {@value #MOST_WAITING} pictures are waiting already
   * @throws IllegalStateException if this restorer is closed
   */
  public CompletableFuture<Restoration> restoreAsync(Picture picture, RestoreOptions options) {
    if (executor.isShutdown()) {
      throw new IllegalStateException("the restorer is closed");
    }
    return restoreAsync(picture, options, executor);
  }

  /**
   * Restores a picture on a thread of the caller's.
   *
   * @param picture a picture of any size
   * @param options what is asked for
   * @param threads runs the work; what it throws for refusing it passes through
   * @return the result, or what {@link #restore(Picture, RestoreOptions)} throws; cancelling it
   *     stops the work within a tile
   */
  public CompletableFuture<Restoration> restoreAsync(
      Picture picture, RestoreOptions options, Executor threads) {
    CompletableFuture<Restoration> future = new CompletableFuture<>();
    Cancellation cancellation = new Cancellation();
    Cancellation.Registration fromCaller = options.cancellation().onCancel(cancellation::cancel);
    future.whenComplete(
        (result, failure) -> {
          fromCaller.close();
          // Whoever completes the future from outside has no use for the work.
          cancellation.cancel();
        });
    try {
      threads.execute(
          () -> {
            try {
              future.complete(restore(picture, options.with(cancellation)));
            } catch (RuntimeException | Error e) {
              future.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      future.cancel(false);
      throw e;
    }
    return future;
  }

  /**
   * Names the degradation of a picture.
   *
   * @param picture a picture of any size
   * @return the probability of every degradation that the model knows
   * @throws ModelException if the model has no classification head, or fails on this picture
   * @throws MemoryException if the memory does not suffice, even for small tiles
   * @throws IllegalStateException if this restorer is closed
   */
  public DegradationScores classify(Picture picture) {
    return classify(picture, RestoreOptions.defaults());
  }

  /**
   * Names the degradation of a picture. A picture that is too large for the memory budget is
   * classified by all its tiles, as {@link #restore(Picture, RestoreOptions)} does it, because
   * reducing it would change the degradation itself.
   *
   * @param picture a picture of any size
   * @param options what is asked for; the strength means nothing here
   * @return the probability of every degradation that the model knows
   * @throws ModelException if the model has no classification head, or fails on this picture
   * @throws MemoryException if the memory does not suffice, even for small tiles, or tiles are not
   *     allowed
   * @throws CancellationException if the call was cancelled
   * @throws TimeLimitException if the time was up
   * @throws IllegalStateException if this restorer is closed, or is used by the listener that it
   *     calls
   */
  public DegradationScores classify(Picture picture, RestoreOptions options) {
    requireHead(Head.CLASSIFICATION);
    Picture input = picture.withHiddenColoursFilled();
    return inTurn(
        input,
        options,
        call ->
            planner.attempt(
                input,
                call.tiling(),
                attempt -> scores(withTiles(call, attempt, TileRunner::classify))));
  }

  /**
   * Has the network run once, as it would for a picture of this size, so that the first picture
   * does not pay for the preparations of ONNX Runtime and of the device.
   *
   * @param width width of the pictures to come
   * @param height height of the pictures to come
   * @throws ModelException if the model fails
   * @throws MemoryException if the memory does not suffice, even for small tiles
   * @throws IllegalStateException if this restorer is closed
   */
  public void warmUp(int width, int height) {
    turns.pass(
        new Cancellation(),
        () ->
            planner.attempt(
                width,
                height,
                TilingMode.AUTO,
                attempt -> TileRunner.warmUp(model, attempt.plan())));
  }

  /**
   * Closes the model once nothing is under way; calls that still wait for their turn fail. Closing
   * again does nothing.
   *
   * @throws IllegalStateException if called by the listener of a call
   */
  @Override
  public void close() {
    turns.shut();
    executor.shutdown();
    model.close();
  }

  /** Does a call's work when it is its turn, until it is done, cancelled or out of time. */
  private <T> T inTurn(Picture input, RestoreOptions options, Function<RestoreCall, T> work) {
    StageClock clock = new StageClock();
    try (Deadline deadline = new Deadline(options.timeLimit(), options.cancellation())) {
      RestoreCall call =
          new RestoreCall(
              input,
              options.tiling(),
              options.augmented(),
              options.strength(),
              options.progress()::tileDone,
              deadline.signal(),
              clock);
      return deadline.over(() -> turns.pass(deadline.signal(), () -> begun(call, work)));
    }
  }

  private static <T> T begun(RestoreCall call, Function<RestoreCall, T> work) {
    call.clock().lap(Stage.WAIT);
    return work.apply(call);
  }

  /** Runs the tiles of a picture, with means that they share where the model has some to share. */
  private <T> T withTiles(RestoreCall call, TilingAttempt attempt, Function<TileRunner, T> work) {
    TilePlan plan = attempt.plan();
    boolean shared = card.tiling().policy() == TilingPolicy.SHARED_MEANS && !plan.isWhole();
    try (OnnxModel sharing =
        shared ? SharedMeans.open(model, call.picture(), attempt, call.signal()) : null) {
      call.clock().lap(Stage.RUN);
      try (TileRunner runner = new TileRunner(shared ? sharing : model, plan, call)) {
        return work.apply(runner);
      }
    }
  }

  private RestorationReport report(TilingAttempt cut, StageClock clock) {
    return new RestorationReport(
        model.device(),
        model.fallbackReason(),
        TileReport.of(cut.plan()),
        cut.notes(),
        clock.millis(Stage.WAIT),
        clock.millis(Stage.PREPARE),
        clock.millis(Stage.RUN),
        clock.millis(Stage.FINISH));
  }

  private DegradationScores scores(float[] logits) {
    try {
      return DegradationScores.ofLogits(card.labels(), logits);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "The model's classifier does not work (" + e.getMessage() + "): use another model.", e);
    }
  }

  private void requireHead(Head head) {
    if (!card.has(head)) {
      throw new ModelException(
          "The model '" + card.name() + "' has no " + head + " head: use one that has.");
    }
  }

  private static int smallestSide(OnnxModel model) {
    ModelCard card = CardAgreement.require(model);
    return PaddedFrame.paddedSide(1, card.sizeMultiple(), card.minimumSize());
  }

  private static byte[] builtInModel() {
    try (InputStream stream = Restorer.class.getResourceAsStream(BUILT_IN)) {
      if (stream == null) {
        throw new ModelException("This build of dcpt4j contains no model: open a model file.");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model cannot be read", e);
    }
  }
}
