package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.dcpt.PreTrainingObjective.Generated;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Makes the training of each kind of procedure: its objective, what of the model it moves, and how.
 *
 * @param optimisation losses and optimisers
 * @param iterations steps that the learning rates' schedules extend over, at least 1
 */
public record Procedures(Optimisation optimisation, long iterations) {

  /**
   * Begins a training that needs no guide.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that take parts of every batch
   * @param start model and initial weights
   * @throws IllegalArgumentException if the checkpoint has no classifier that the procedure trains,
   *     or the first device is not the parent's
   */
  public Training start(
      ProcedureKind kind, NDManager parent, List<Device> devices, Checkpoint start) {
    RestorationNetwork network = start.model().network();
    Part movedNetwork = Part.network(start).movedBy(optimisation.network().clipped(0));
    List<Part> networkAndClassifier =
        List.of(movedNetwork, Part.classifier(start).movedBy(optimisation.classifier()));
    return switch (kind) {
      case PRE_TRAINING ->
          training(
              parent,
              devices,
              start,
              networkAndClassifier,
              new PreTrainingObjective(network, classifier(start), Generated.FROM_CLEAN, focal()));
      case DIRECT_TRAINING ->
          training(
              parent,
              devices,
              start,
              networkAndClassifier,
              new PreTrainingObjective(
                  network, classifier(start), Generated.FROM_DEGRADED, focal()));
      case FINE_TUNING ->
          averaged(
              parent,
              devices,
              start,
              List.of(Part.network(start).movedBy(optimisation.network())),
              new FineTuningObjective(network, optimisation.pixelLoss()));
      case CLASSIFIER_TRAINING ->
          training(
              parent,
              devices,
              start,
              List.of(
                  Part.network(start), Part.classifier(start).movedBy(optimisation.classifier())),
              new ClassifierObjective(network, classifier(start), focal()));
      case GUIDED_TRANSFER -> throw new IllegalArgumentException("a guided transfer needs a guide");
    };
  }

  /**
   * Begins a guided transfer. A classifier of the model's own stays as it is.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that take parts of every batch
   * @param start model and initial weights
   * @param guide classifier for the same decoder stages
   * @throws IllegalArgumentException if the guide reads other stages than the network's, or the
   *     first device is not the parent's
   */
  public Training guided(NDManager parent, List<Device> devices, Checkpoint start, Guide guide) {
    RestorationNetwork network = start.model().network();
    guide.requireStagesOf(network);
    return averaged(
        parent,
        devices,
        start,
        List.of(Part.network(start).movedBy(optimisation.network()), Part.of(guide)),
        new GuidedTransferObjective(network, guide, optimisation.pixelLoss(), focal()));
  }

  private Training training(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      List<Part> parts,
      Objective objective) {
    return new Training(
        parent, devices, start, iterations, parts, OptionalDouble.empty(), objective);
  }

  /** Where the network alone is trained, the moving average of its weights is evaluated. */
  private Training averaged(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      List<Part> parts,
      Objective objective) {
    OptionalDouble decay = OptionalDouble.of(optimisation.averageDecay());
    return new Training(parent, devices, start, iterations, parts, decay, objective);
  }

  private FocalLoss focal() {
    return new FocalLoss(optimisation.gamma());
  }

  private static DegradationClassifier classifier(Checkpoint start) {
    return start
        .model()
        .classifier()
        .orElseThrow(
            () -> new IllegalArgumentException("the checkpoint has no classifier to train"));
  }
}
