package io.github.dcpt4j.trainer.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.data.BatchLoader;
import io.github.dcpt4j.trainer.dcpt.Guide;
import io.github.dcpt4j.trainer.dcpt.Procedures;
import io.github.dcpt4j.trainer.dcpt.Training;
import io.github.dcpt4j.trainer.djl.EngineCheck;
import io.github.dcpt4j.trainer.djl.EngineDescription;
import io.github.dcpt4j.trainer.djl.GradientMode;
import io.github.dcpt4j.trainer.djl.WrongEngineException;
import io.github.dcpt4j.trainer.evaluation.Validator;
import io.github.dcpt4j.trainer.measures.Measures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Trains, from the beginning or from where a stop left it. What a run computes depends on its
 * settings and pictures alone: on one CPU thread a run that was killed and went on ends with the
 * same weights, bit for bit, as one that was not.
 */
public final class TrainingRun {

  private static final int BATCHES_AHEAD = 8;
  private static final double NANO = 1e-9;

  private final RunFolder folder;
  private final RunSettings settings;
  private final ProgressListener listener;
  private final RunResources resources;

  /**
   * Prepares a run on the first GPU, or on the CPU where there is none; nothing is written yet.
   *
   * @param folder stays the caller's
   * @param settings equal to those in the folder, but for intervals and loader threads, if the run
   *     is to go on
   * @param listener hears of the progress
   * @throws RunException if the folder holds a run of other settings
   */
  public TrainingRun(RunFolder folder, RunSettings settings, ProgressListener listener) {
    this(folder, settings, listener, RunResources.ofMachine());
  }

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param folder stays the caller's
   * @param settings equal to those in the folder, but for intervals and loader threads, if the run
   *     is to go on
   * @param listener hears of the progress
   * @param resources what it may use of the machine
   * @throws RunException if the folder holds a run of other settings
   */
  public TrainingRun(
      RunFolder folder, RunSettings settings, ProgressListener listener, RunResources resources) {
    this.resources = resources;
    this.folder = folder;
    this.settings = settings.absolute();
    this.listener = listener;
    // What ended before it had saved anything may begin again in any way.
    if (folder.holdsProgress()) {
      folder.settings().ifPresent(stored -> requireEqual(stored, settings));
    }
  }

  private static void requireEqual(RunSettings before, RunSettings now) {
    if (before.start() != null && now.start() != null) {
      before.start().checkpoint().requireSameContent(now.start().checkpoint());
    }
    if (before.guidance() != null && now.guidance() != null) {
      before.guidance().checkpoint().requireSameContent(now.guidance().checkpoint());
    }
    List<String> differences = before.differences(now);
    if (!differences.isEmpty()) {
      throw new RunException(
          Text.of(
              "the folder holds a run with other settings (%s): resume it without changes, or name another",
              String.join(", ", differences)));
    }
  }

  /**
   * Trains up to the last iteration.
   *
   * @return the model, which also lies in the folder
   * @throws RunException as with {@link #train(Cancellation)}
   */
  public Checkpoint train() {
    return train(new Cancellation());
  }

  /**
   * Trains up to the last iteration, or until it is told to stop: the step is then finished and the
   * state saved, so that the run goes on from there another time.
   *
   * @param cancellation stops the run
   * @return the model, which also lies in the folder
   * @throws RunException if a checkpoint that the run begins with has changed since, or does not
   *     fit the settings, the saved state does not fit, the training pictures are others, or a loss
   *     or weight is not finite; the last saved state is then untouched
   * @throws WrongEngineException if the engine computes the model wrongly on one of the devices
   * @throws CancellationException if the run was stopped; the message tells after which iteration
   */
  public Checkpoint train(Cancellation cancellation) {
    return GradientMode.off(() -> run(cancellation));
  }

  private Checkpoint run(Cancellation cancellation) {
    Optional<RunFolder.State> saved = folder.state();
    Checkpoint start = new StartingPoint(settings, folder).read(saved.isPresent());
    try (NDManager manager = NDManager.newBaseManager(resources.devices().get(0));
        Training training = training(manager, start);
        TrainingData data = new TrainingData(settings, resources.pictureBytes())) {
      requireRightEngine(manager, start.model());
      Optional<Validator> heldOut = HeldOut.of(settings);
      saved.ifPresent(state -> restore(training, state));
      listener.opened(data.pictures().heldBytes(), data.pictures().bytes());
      if (saved.isPresent()) {
        folder.data().ifPresent(before -> before.requireSame(data.fingerprint()));
      }
      // All that the settings name was found: else a corrected command may take the folder.
      folder.write(settings);
      folder.write(data.fingerprint());
      long done = saved.map(RunFolder.State::iteration).orElse(0L);
      folder.add(done, EngineDescription.on(resources.devices()));
      listener.started(done, settings.iterations());
      Divergence divergence = new Divergence(folder);
      RunModel model = new RunModel(training, start, settings, divergence);
      try (BatchLoader<List<Batch>> loader =
          new BatchLoader<>(data::batches, done, settings.data().loaderThreads(), BATCHES_AHEAD)) {
        List<RunObserver> observers = observers(divergence, heldOut, manager, done);
        if (done > 0) {
          observers.forEach(observer -> observer.resumed(done, model));
        }
        train(training, loader, observers, model, done, cancellation);
      }
      return model.after(settings.iterations());
    }
  }

  /**
   * Who follows the steps, in order. The validation comes before the state is saved: after a kill
   * in between it is done again.
   */
  private List<RunObserver> observers(
      Divergence divergence, Optional<Validator> heldOut, NDManager manager, long done) {
    RunJournal journal = new RunJournal(folder.path(), settings, listener, done);
    List<RunObserver> observers = new ArrayList<>();
    observers.add(divergence);
    heldOut.ifPresent(
        validator ->
            observers.add(
                new RunValidation(
                    settings, validator, manager, journal, new BestModel(folder.best()))));
    observers.add(journal);
    observers.add(new Checkpoints(folder, settings.intervals().checkpoint()));
    return observers;
  }

  private void train(
      Training training,
      BatchLoader<List<Batch>> loader,
      List<RunObserver> observers,
      RunModel model,
      long done,
      Cancellation cancellation) {
    long iterations = settings.iterations();
    for (long iteration = done; iteration < iterations; iteration++) {
      long begin = System.nanoTime();
      List<Batch> batches = loader.next();
      double waited = (System.nanoTime() - begin) * NANO;
      Measures measures = training.step(batches, iteration);
      double seconds = (System.nanoTime() - begin) * NANO;
      long finished = iteration + 1;
      boolean last = finished == iterations;
      boolean stopping = cancellation.isCancelled() && !last;
      RunStep step = new RunStep(finished, last, stopping, measures, seconds, waited, model);
      observers.forEach(observer -> observer.after(step));
      if (stopping) {
        throw new CancellationException(
            Text.of("stopped after %d of %d iterations", finished, iterations));
      }
    }
  }

  private static void restore(Training training, RunFolder.State state) {
    try {
      training.restore(state.weights(), state.iteration());
    } catch (IllegalArgumentException e) {
      throw new RunException(
          Text.of(
              "the saved state is not that of this run (%s): name another folder", e.getMessage()),
          e);
    }
  }

  private void requireRightEngine(NDManager manager, ModelDefinition model) {
    List<Shape> inputs =
        settings.stages().stream()
            .map(
                stage ->
                    new Shape(
                        stage.batch(),
                        model.network().inputChannels(),
                        stage.patch(),
                        stage.patch()))
            .distinct()
            .toList();
    for (Device device : new LinkedHashSet<>(resources.devices())) {
      try (NDManager there = manager.newSubManager(device)) {
        EngineCheck.require(there, model, inputs);
      }
    }
  }

  private Training training(NDManager manager, Checkpoint start) {
    Procedures procedures = new Procedures(settings.optimisation(), settings.iterations());
    if (settings.guidance() == null) {
      return procedures.start(settings.procedure(), manager, resources.devices(), start);
    }
    Guide guide = settings.guidance().read(settings.data().labels());
    try {
      return procedures.guided(manager, resources.devices(), start, guide);
    } catch (IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
    }
  }
}
