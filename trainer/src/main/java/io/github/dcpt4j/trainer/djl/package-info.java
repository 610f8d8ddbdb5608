/** The back end of the networks on DJL's tensors, with gradients. */
package io.github.dcpt4j.trainer.djl;
