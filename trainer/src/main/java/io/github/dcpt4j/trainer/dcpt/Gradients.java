package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.measures.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The gradient of all patches of a step, which may be too many for one pass or one device: they are
 * computed in parts, each part's gradient counts by its share of the patches, and the sum is left
 * at the training's own parameters. As the losses are means over patches and no layer looks across
 * them, the sum is the gradient of the whole, to rounding.
 *
 * <p>With several devices each holds a copy of all parameters and computes a part of every batch.
 * One thread drives them all, since DJL records one gradient at a time in a process: GPUs overlap
 * as far as they work on while their next orders are given. Nothing is read from a device before
 * all have theirs.
 */
final class Gradients implements AutoCloseable {

  private final Objective objective;
  private final Replica own;
  private final List<Replica> copies = new ArrayList<>();

  /**
   * Copies the parameters to all devices but the first.
   *
   * @param manager of the first device, where the parameters lie; stays the caller's
   * @param devices to compute on, the parameters' own first; one may be named several times
   * @param parameters all that the objective computes with, by part
   * @throws IllegalArgumentException if the first device is another
   */
  Gradients(
      NDManager manager,
      List<Device> devices,
      Map<String, FlatParameters> parameters,
      Objective objective) {
    if (devices.isEmpty() || !devices.get(0).equals(manager.getDevice())) {
      throw new IllegalArgumentException(
          Text.of(
              "the parameters lie on %s, which has to be the first of %s",
              manager.getDevice(), devices));
    }
    this.objective = objective;
    this.own = Replica.own(manager, parameters);
    for (Device device : devices.subList(1, devices.size())) {
      copies.add(Replica.copy(manager.newSubManager(device), parameters));
    }
  }

  /**
   * Computes losses and gradients; the parameters stay as they are.
   *
   * @param batches of a step, with patches of one size
   * @return means over all patches
   */
  Measures of(List<Batch> batches) {
    double patches = batches.stream().mapToInt(Batch::size).sum();
    List<Replica> replicas = Stream.concat(Stream.of(own), copies.stream()).toList();
    Measures sum = Measures.NONE;
    for (Batch batch : batches) {
      List<Batch> parts = batch.split(replicas.size());
      sum = sum.plus(backward(replicas, parts, patches), 1);
    }
    copies.forEach(Replica::handGradientsOver);
    return sum;
  }

  /** One part on each replica; the sum of their results by their shares. */
  private Measures backward(List<Replica> replicas, List<Batch> parts, double patches) {
    List<NDManager> managers = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      List<Losses> losses = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        Replica replica = replicas.get(i);
        NDManager manager = replica.manager().newSubManager();
        managers.add(manager);
        losses.add(backward(replica, manager, parts.get(i), parts.get(i).size() / patches));
      }
      Measures sum = Measures.NONE;
      for (int i = 0; i < parts.size(); i++) {
        sum = sum.plus(losses.get(i).read(), parts.get(i).size() / patches);
      }
      return sum;
    } finally {
      managers.forEach(NDManager::close);
    }
  }

  private Losses backward(Replica replica, NDManager manager, Batch batch, double share) {
    Patches patches = Patches.of(replica, manager, batch);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Losses losses = objective.losses(patches);
      NDArray sum = losses.sum();
      collector.backward(share == 1 ? sum : sum.mul(manager.create((float) share)));
      return losses;
    }
  }

  /** Brings the parameters, once they were moved, to the other devices. */
  void spread() {
    copies.forEach(Replica::follow);
  }

  @Override
  public void close() {
    copies.forEach(Replica::close);
  }
}
