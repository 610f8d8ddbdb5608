package io.github.dcpt4j.sdk.runtime;

import java.util.Objects;

/**
 * How a model is run.
 *
 * @param device where; {@link Device#AUTO} takes the best that works
 * @param threads number of threads that compute one operation on the CPU; 0 lets ONNX Runtime take
 *     one for each physical core
 */
public record RuntimeOptions(Device device, int threads) {
  /** The CPU with ONNX Runtime's choice of threads. */
  public static final RuntimeOptions CPU = new RuntimeOptions(Device.CPU, 0);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number of threads is negative
   */
  public RuntimeOptions {
    Objects.requireNonNull(device, "device");
    if (threads < 0) {
      throw new IllegalArgumentException("a negative number of threads: " + threads);
    }
  }
}
