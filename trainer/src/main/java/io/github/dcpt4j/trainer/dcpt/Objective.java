package io.github.dcpt4j.trainer.dcpt;

/** What a procedure minimises: the losses of patches on the device that they lie on. */
@FunctionalInterface
interface Objective {

  /** Computes the losses, through which gradients flow to the parameters. */
  Losses losses(Patches patches);
}
