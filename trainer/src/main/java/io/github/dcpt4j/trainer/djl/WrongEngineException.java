package io.github.dcpt4j.trainer.djl;

import ai.djl.Device;
import io.github.dcpt4j.sdk.error.DcptException;

/** The engine computes a network wrongly on a device, so that nothing can be learnt there. */
public final class WrongEngineException extends DcptException {

  private static final long serialVersionUID = 1L;

  WrongEngineException(Device device, EngineCheck check) {
    super(
        ("PyTorch computes this network wrongly on %s: outputs are off by %.2g %%, gradients by"
                + " %.2g %%. On a CPU, set the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which"
                + " is slower, and try again; else take another machine.")
            .formatted(device, 100 * check.outputs(), 100 * check.gradients()),
        null);
  }
}
