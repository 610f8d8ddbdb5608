package io.github.dcpt4j.trainer.djl;

import ai.djl.Device;
import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.text.Text;

/**
 * The engine computes a network wrongly on a device, or dies of it, so that nothing can be learnt
 * there.
 */
public final class WrongEngineException extends DcptException {

  private static final long serialVersionUID = 1L;

  private static final String ADVICE =
      "set the environment variable ONEDNN_MAX_CPU_ISA=AVX, or SSE41, which is slower, before Java"
          + " starts, and try again; else take another machine";

  WrongEngineException(Device device, EngineCheck check) {
    super(
        Text.of(
            "PyTorch computes this network wrongly on %s: outputs are off by %.2g %%, gradients by"
                + " %.2g %%. On a CPU, set the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which"
                + " is slower, and try again; else take another machine.",
            device, 100 * check.outputs(), 100 * check.gradients()),
        null);
  }

  WrongEngineException(InstructionLimit limit) {
    super(Text.of("PyTorch is not safe here, %s: %s.", limit, ADVICE), null);
  }

  WrongEngineException(InstructionLimit limit, EngineTrial trial) {
    super(
        Text.of(
            "PyTorch was tried with this network in a process of its own and %s (%s): %s. The process said: %s",
            trial.survived() ? "is wrong" : "did not survive", limit, ADVICE, trial.output()),
        null);
  }
}
