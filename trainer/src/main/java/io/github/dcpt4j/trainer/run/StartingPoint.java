package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;

/** The model that a run takes its first weights from, and the story of that model. */
final class StartingPoint {

  private final RunSettings settings;
  private final RunFolder folder;
  private final ModelDefinition model;

  StartingPoint(RunSettings settings, RunFolder folder) {
    this.settings = settings;
    this.folder = folder;
    this.model = settings.model().definition();
  }

  /**
   * Reads or makes it. A run that has saved a state needs the file no more that it was started
   * from: its own model holds the parts that stay as they are. A file that is there has to be the
   * same all the same, or the story that the model tells would be wrong.
   *
   * @param resumed whether the run has saved a state
   * @throws RunException if the file is gone, has changed, or holds another model
   * @throws CheckpointException if it is damaged
   */
  Checkpoint read(boolean resumed) {
    Start start = settings.start();
    if (start != null && (!resumed || Files.exists(start.checkpoint().path()))) {
      start.checkpoint().requireUnchanged();
    }
    if (resumed) {
      return own();
    }
    return start == null
        ? new Checkpoint(model, fresh(ModelSummary.of(model).parameters()), Map.of())
        : given(start);
  }

  /** What the run has made so far, with the story up to the run, whose chapter is the last. */
  private Checkpoint own() {
    Checkpoint own = folder.checkpoint();
    require(own.model().equals(model), folder.model(), own);
    return new Checkpoint(model, own.weights(), Provenance.of(own).withoutLastStage().asMap());
  }

  private Checkpoint given(Start start) {
    Path file = start.checkpoint().path();
    Checkpoint given = Checkpoint.read(file);
    if (!start.newClassifier()) {
      return given.model().equals(model) ? given : deepened(given, file);
    }
    require(given.model().network().equals(model.network()), file, given);
    ModelSummary summary = ModelSummary.of(model);
    Map<String, Tensor> weights =
        new LinkedHashMap<>(given.weights().only(summary.networkParameters()).asMap());
    weights.putAll(fresh(summary.classifierParameters()).asMap());
    return new Checkpoint(model, new Weights(weights), given.provenance());
  }

  /** The given weights, and fresh ones of the blocks that the run's network has besides. */
  private Checkpoint deepened(Checkpoint given, Path file) {
    List<Parameter> kept = ModelSummary.of(given.model()).parameters();
    List<Parameter> all = ModelSummary.of(model).parameters();
    require(
        given.model().network().getClass() == model.network().getClass()
            && given.model().labels().equals(model.labels())
            && new HashSet<>(all).containsAll(kept),
        file,
        given);
    Map<String, Tensor> weights = new LinkedHashMap<>(fresh(all).asMap());
    kept.forEach(parameter -> weights.put(parameter.name(), given.weights().get(parameter.name())));
    return new Checkpoint(model, new Weights(weights), given.provenance());
  }

  private Weights fresh(List<Parameter> parameters) {
    return Weights.initial(
        parameters, RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed()));
  }

  private static void require(boolean fits, Path file, Checkpoint checkpoint) {
    if (!fits) {
      throw new RunException(Text.of("%s holds another model: %s", file, checkpoint.model()));
    }
  }
}
