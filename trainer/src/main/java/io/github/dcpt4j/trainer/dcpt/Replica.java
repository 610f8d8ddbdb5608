package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** All parameters of a training on one device, by the names of its parts: its own, or copies. */
final class Replica implements AutoCloseable {

  private final NDManager manager;
  private final Map<String, FlatParameters> own;
  private final Map<String, FlatParameters> here;

  private Replica(
      NDManager manager, Map<String, FlatParameters> own, Map<String, FlatParameters> here) {
    this.manager = manager;
    this.own = own;
    this.here = here;
  }

  /**
   * The parameters themselves.
   *
   * @param manager of their device; stays the caller's, as do the parameters
   */
  static Replica own(NDManager manager, Map<String, FlatParameters> parameters) {
    return new Replica(manager, parameters, parameters);
  }

  /**
   * A copy.
   *
   * @param manager of the device; the replica closes it
   */
  static Replica copy(NDManager manager, Map<String, FlatParameters> parameters) {
    Map<String, FlatParameters> copies = new LinkedHashMap<>();
    parameters.forEach((name, each) -> copies.put(name, each.copy(manager)));
    return new Replica(manager, parameters, copies);
  }

  /** Computes with the parameters of a part on this device. */
  DjlOps ops(String part) {
    return new DjlOps(here.get(part).views());
  }

  NDManager manager() {
    return manager;
  }

  /** Adds the gradients to those of the training's own parameters, and forgets them. */
  void handGradientsOver() {
    here.forEach(
        (name, copy) -> {
          if (copy.isTrained()) {
            own.get(name).takeGradient(copy);
          }
        });
  }

  /** Takes the values of the training's own parameters. */
  void follow() {
    here.forEach(
        (name, copy) -> {
          if (copy.isTrained()) {
            copy.set(own.get(name));
          }
        });
  }

  @Override
  public void close() {
    here.values().forEach(FlatParameters::close);
    manager.close();
  }
}
