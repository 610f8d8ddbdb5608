package io.github.dcpt4j.trainer.run;

/** Saves a run's model and state as often as the settings say, and when it ends or stops. */
final class Checkpoints implements RunObserver {

  private final RunFolder folder;
  private final long every;

  Checkpoints(RunFolder folder, long every) {
    this.folder = folder;
    this.every = every;
  }

  @Override
  public void after(RunStep step) {
    if (step.isDue(every)) {
      RunFolder.State state = step.model().state(step.finished());
      // The model first: after a kill in between, the run goes on and writes the model again.
      folder.write(step.model().after(step.finished()));
      folder.write(state);
    }
  }
}
