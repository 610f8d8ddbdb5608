package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All parameters of a procedure on one device: the procedure's own, or a copy of them. */
final class Replica implements AutoCloseable {

  private final NDManager manager;
  private final Map<FlatParameters, FlatParameters> copies = new LinkedHashMap<>();

  private Replica(NDManager manager) {
    this.manager = manager;
  }

  /**
   * The parameters themselves.
   *
   * @param manager of their device; stays the caller's, as do the parameters
   */
  static Replica own(NDManager manager, List<FlatParameters> parameters) {
    Replica own = new Replica(manager);
    parameters.forEach(each -> own.copies.put(each, each));
    return own;
  }

  /**
   * A copy.
   *
   * @param manager of the device; the replica closes it
   */
  static Replica copy(NDManager manager, List<FlatParameters> parameters) {
    Replica copy = new Replica(manager);
    parameters.forEach(each -> copy.copies.put(each, each.copy(manager)));
    return copy;
  }

  /** Computes with the parameters of this device that some of the procedure's own stand for. */
  DjlOps ops(FlatParameters parameters) {
    return new DjlOps(copies.get(parameters).views());
  }

  NDManager manager() {
    return manager;
  }

  /** Adds the gradients to those of the procedure's own parameters, and forgets them. */
  void handGradientsOver() {
    copies.forEach(
        (own, copy) -> {
          if (copy.isTrained()) {
            own.takeGradient(copy);
          }
        });
  }

  /** Takes the values of the procedure's own parameters. */
  void follow() {
    copies.forEach(
        (own, copy) -> {
          if (copy.isTrained()) {
            copy.set(own);
          }
        });
  }

  @Override
  public void close() {
    copies.values().forEach(FlatParameters::close);
    manager.close();
  }
}
