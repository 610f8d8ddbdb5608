package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;

/** Ends a run whose losses or weights are no longer finite, before anything of it is saved. */
final class Divergence implements RunObserver {

  private final RunFolder folder;

  Divergence(RunFolder folder) {
    this.folder = folder;
  }

  @Override
  public void after(RunStep step) {
    if (!step.measures().areFinite()) {
      throw diverged("loss", step.finished() - 1);
    }
  }

  /**
   * Checks weights.
   *
   * @param what they are, in the message
   * @throws RunException if a value is not finite
   */
  void requireFinite(String what, Weights weights, long iteration) {
    for (Tensor tensor : weights.asMap().values()) {
      for (float value : tensor.data()) {
        if (!Float.isFinite(value)) {
          throw diverged(what, iteration);
        }
      }
    }
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
}
