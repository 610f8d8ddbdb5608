package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.trainer.run.Guidance;
import io.github.dcpt4j.trainer.run.Start;
import java.util.List;
import java.util.Optional;

/**
 * What a run begins with.
 *
 * @param model what is trained
 * @param labels of the data
 * @param start checkpoint to start from, if there is one
 * @param guidance what leads the features, if anything does
 */
record Beginning(
    ModelDefinition model,
    List<String> labels,
    Optional<Start> start,
    Optional<Guidance> guidance) {

  /** Fresh weights, and the classes of the classifier. */
  static Beginning fresh(ModelDefinition model) {
    return new Beginning(model, model.labels(), Optional.empty(), Optional.empty());
  }
}
