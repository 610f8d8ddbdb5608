package io.github.dcpt4j.trainer.djl;

import ai.djl.pytorch.engine.PtEngineProvider;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DJL's PyTorch engine, started in a process that is prepared for it. DJL finds this class as a
 * service beside its own of the same name and makes both before it loads or asks anything, so that
 * whoever uses DJL with this library on the class path is protected, whatever is called first.
 *
 * <p>Two things are prepared. The engine's {@link InstructionLimit} is set where the processor
 * needs it. And DJL stays off the network, which it asks at its start for the cloud that it runs
 * in, and for libraries other than those on the class path; the system properties {@code
 * OPT_OUT_TRACKING} and {@code ai.djl.offline}, where they are set, are left as they are.
 */
public final class PreparedPyTorch extends PtEngineProvider {

  private static final Logger LOG = LoggerFactory.getLogger(PreparedPyTorch.class);

  /** Prepares the process; DJL calls it. */
  public PreparedPyTorch() {
    Stream.of("OPT_OUT_TRACKING", "ai.djl.offline")
        .filter(property -> System.getProperty(property) == null)
        .forEach(property -> System.setProperty(property, "true"));
    ProcessEnvironment environment = ProcessEnvironment.ofProcess();
    InstructionLimit limit = InstructionLimit.ofProcess().applied(environment);
    if (limit.isOurs()) {
      LOG.warn("{}", limit);
    } else {
      LOG.info("{}", limit);
    }
  }
}
