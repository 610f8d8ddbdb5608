package io.github.dcpt4j.trainer.djl;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Whether operations outside of a gradient collector are recorded. The native library has a switch
 * for every thread, and DJL turns it off on the thread that started the engine only; on others the
 * optimiser could not change weights in place.
 */
public final class GradientMode {

  private GradientMode() {}

  /** Runs a task on this thread that records within gradient collectors only. */
  public static <T> T off(Supplier<T> task) {
    Engine.getInstance();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return task.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
