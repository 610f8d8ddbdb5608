package io.github.dcpt4j.trainer.dcpt;

/** What a procedure makes small: computes the losses of patches on the device that they lie on. */
@FunctionalInterface
interface Objective {

  /**
   * Computes losses, through which gradients flow.
   *
   * @param replica the parameters on the patches' device
   * @param images the patches
   * @param labels index of each patch's degradation, [N]
   */
  Losses losses(Replica replica, Tensors images, int[] labels);
}
