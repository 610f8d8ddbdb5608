package io.github.dcpt4j.trainer.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.data.BatchLoader;
import io.github.dcpt4j.trainer.dcpt.ClassifierTraining;
import io.github.dcpt4j.trainer.dcpt.FineTuning;
import io.github.dcpt4j.trainer.dcpt.Guide;
import io.github.dcpt4j.trainer.dcpt.GuidedTransfer;
import io.github.dcpt4j.trainer.dcpt.OptimiserSettings;
import io.github.dcpt4j.trainer.dcpt.PreTraining;
import io.github.dcpt4j.trainer.dcpt.Procedure;
import io.github.dcpt4j.trainer.dcpt.StepResult;
import io.github.dcpt4j.trainer.djl.EngineCheck;
import io.github.dcpt4j.trainer.djl.EngineDescription;
import io.github.dcpt4j.trainer.djl.GradientMode;
import io.github.dcpt4j.trainer.djl.WrongEngineException;
import io.github.dcpt4j.trainer.evaluation.Validator;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/**
 * Trains, from the beginning or from where a stop left it. What a run computes depends on its
 * settings and pictures alone: on one CPU thread a run that was killed and went on ends with the
 * same weights, bit for bit, as one that was not.
 */
public final class TrainingRun {

  private static final int BATCHES_AHEAD = 8;
  private static final double NANO = 1e-9;
  private static final Pattern STAGE = Pattern.compile("stage \\d+");

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
    this.settings = settings;
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
        Procedure procedure = procedure(manager, start);
        TrainingData data = new TrainingData(settings, resources.pictureBytes())) {
      requireRightEngine(manager, start.model());
      Optional<Validator> heldOut = HeldOut.of(settings);
      saved.ifPresent(state -> restore(procedure, state));
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
      try (BatchLoader<List<Batch>> loader =
          new BatchLoader<>(data::batches, done, settings.data().loaderThreads(), BATCHES_AHEAD)) {
        RunJournal journal = new RunJournal(folder.path(), settings, listener, done);
        Optional<RunValidation> validation =
            heldOut.map(
                validator ->
                    new RunValidation(
                        settings, validator, manager, journal, new BestModel(folder.best())));
        if (done > 0) {
          validation.ifPresent(held -> held.after(done, () -> finiteModel(procedure, start, done)));
        }
        train(procedure, loader, journal, validation, done, start, cancellation);
      }
      return checkpoint(start, procedure.weights(), settings.iterations());
    }
  }

  private void train(
      Procedure procedure,
      BatchLoader<List<Batch>> loader,
      RunJournal journal,
      Optional<RunValidation> validation,
      long done,
      Checkpoint start,
      Cancellation cancellation) {
    for (long iteration = done; iteration < settings.iterations(); iteration++) {
      long begin = System.nanoTime();
      List<Batch> batches = loader.next();
      long loaded = System.nanoTime();
      StepResult result = procedure.step(batches, iteration);
      if (!Double.isFinite(result.pixelLoss() + result.classificationLoss())) {
        throw diverged("loss", iteration);
      }
      journal.add(result, (System.nanoTime() - begin) * NANO, (loaded - begin) * NANO);
      long finished = iteration + 1;
      boolean last = finished == settings.iterations();
      boolean stop = cancellation.isCancelled() && !last;
      if (!stop) {
        // Before the state is saved: after a kill in between it is validated again. Where it would
        // hold up a stop, the run begins with it when it goes on.
        validation.ifPresent(
            held -> held.after(finished, () -> finiteModel(procedure, start, finished)));
      }
      if (finished % settings.intervals().log() == 0 || last || stop) {
        journal.flush(finished);
      }
      if (finished % settings.intervals().checkpoint() == 0 || last || stop) {
        save(procedure, start, finished);
      }
      if (stop) {
        throw new CancellationException(
            Text.of("stopped after %d of %d iterations", finished, settings.iterations()));
      }
    }
  }

  private Checkpoint finiteModel(Procedure procedure, Checkpoint start, long finished) {
    Weights weights = procedure.weights();
    if (!isFinite(weights)) {
      throw diverged("model", finished);
    }
    return checkpoint(start, weights, finished);
  }

  private void save(Procedure procedure, Checkpoint start, long finished) {
    Weights state = procedure.state();
    if (!isFinite(state)) {
      throw diverged("state", finished);
    }
    // The model first: after a kill in between, the run goes on and writes the model again.
    folder.write(checkpoint(start, procedure.weights(), finished));
    folder.write(new RunFolder.State(finished, state));
  }

  private static void restore(Procedure procedure, RunFolder.State state) {
    try {
      procedure.restore(state.weights(), state.iteration());
    } catch (IllegalArgumentException e) {
      throw new RunException(
          Text.of(
              "the saved state is not that of this run (%s): name another folder", e.getMessage()),
          e);
    }
  }

  private static boolean isFinite(Weights weights) {
    for (Tensor tensor : weights.asMap().values()) {
      for (float value : tensor.data()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  private RunException diverged(String what, long iteration) {
    return new RunException(
        Text.of(
            "the %s is not finite at iteration %d: begin again with a lower learning rate in another folder; %s",
            what,
            iteration,
            Files.exists(folder.model())
                ? "the last checkpoint is kept"
                : "no checkpoint was written yet"));
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

  private Procedure procedure(NDManager manager, Checkpoint start) {
    Optimisation optimisation = settings.optimisation();
    long iterations = settings.iterations();
    OptimiserSettings classifier = optimisation.ofClassifier(iterations);
    return switch (settings.procedure()) {
      case PRE_TRAINING, DIRECT_TRAINING ->
          new PreTraining(
              manager,
              resources.devices(),
              start,
              optimisation.ofNetwork(iterations),
              classifier,
              settings.procedure() == ProcedureKind.PRE_TRAINING
                  ? PreTraining.Generation.CLEAN
                  : PreTraining.Generation.RESTORED,
              optimisation.gamma());
      case FINE_TUNING ->
          new FineTuning(
              manager,
              resources.devices(),
              start,
              settings.pixelLoss().loss(),
              optimisation.ofNetworkClipped(iterations),
              optimisation.averageDecay());
      case GUIDED_TRANSFER -> guidedTransfer(manager, start);
      case CLASSIFIER_TRAINING ->
          new ClassifierTraining(
              manager, resources.devices(), start, classifier, optimisation.gamma());
    };
  }

  private Procedure guidedTransfer(NDManager manager, Checkpoint start) {
    Optimisation optimisation = settings.optimisation();
    Guide guide = settings.guidance().read(settings.data().labels());
    try {
      return new GuidedTransfer(
          manager,
          resources.devices(),
          start,
          guide,
          settings.pixelLoss().loss(),
          optimisation.ofNetworkClipped(settings.iterations()),
          optimisation.gamma(),
          optimisation.averageDecay());
    } catch (IllegalArgumentException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  private Checkpoint checkpoint(Checkpoint start, Weights weights, long iteration) {
    Map<String, String> provenance = new LinkedHashMap<>(start.provenance());
    long stages = provenance.keySet().stream().filter(STAGE.asMatchPredicate()).count();
    provenance.put("stage " + (stages + 1), Provenance.of(settings, iteration));
    return new Checkpoint(start.model(), weights, provenance);
  }
}
