package io.github.dcpt4j.cli.shared;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.github.dcpt4j.sdk.error.DeviceException;
import java.util.OptionalInt;

/** Starts what networks are trained and studied with. */
public final class TrainingEngine {

  private TrainingEngine() {}

  /**
   * Starts the engine, if it has not started yet.
   *
   * @param threads CPU threads; all if it is not said
   * @throws DeviceException if it does not run here
   */
  public static void start(OptionalInt threads) {
    threads.ifPresent(
        count -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(count)));
    try {
      Engine.getInstance();
    } catch (EngineException e) {
      throw new DeviceException(
          "Training cannot start, PyTorch's libraries for this platform are missing or do not load: "
              + "use Linux, Windows or macOS on a processor that DJL supports, and build again.",
          e);
    }
  }
}
