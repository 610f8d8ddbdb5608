package io.github.dcpt4j.trainer.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * What networks are computed with in this process: results depend on it, to rounding.
 *
 * @param engine its name and version
 * @param devices where it computes
 * @param threads of the CPU
 * @param instructions those of the CPU that it uses
 */
public record EngineDescription(
    String engine, List<Device> devices, int threads, InstructionLimit instructions) {

  /** The engine of this process, which is started if it was not. */
  public static EngineDescription on(List<Device> devices) {
    Engine engine = Engine.getInstance();
    return new EngineDescription(
        engine.getEngineName() + " " + engine.getVersion(),
        List.copyOf(devices),
        JniUtils.getNumThreads(),
        InstructionLimit.ofProcess());
  }

  /** A line for people. */
  @Override
  public String toString() {
    return Text.of("%s on %s, %d threads; %s", engine, devices, threads, instructions);
  }
}
