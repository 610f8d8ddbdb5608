package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.runtime.Device;
import java.util.Objects;

/**
 * How a {@link Restorer} works.
 *
 * @param device where it runs; {@link Device#AUTO} takes the best that works
 * @param threads threads that compute one picture on the CPU; 0 takes one for each physical core
 */
public record RestorerOptions(Device device, int threads) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number of threads is negative
   */
  public RestorerOptions {
    Objects.requireNonNull(device, "device");
    if (threads < 0) {
      throw new IllegalArgumentException("a negative number of threads: " + threads);
    }
  }

  /** Returns the options that suit most applications: the best device, all cores. */
  public static RestorerOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the {@linkplain #defaults defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private Device device = Device.AUTO;
    private int threads;

    private Builder() {}

    /**
     * Sets where the model runs.
     *
     * @param value a device
     */
    public Builder device(Device value) {
      device = value;
      return this;
    }

    /**
     * Sets how many threads compute one picture on the CPU.
     *
     * @param value a number; 0 takes one for each physical core
     */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if the number of threads is negative
     */
    public RestorerOptions build() {
      return new RestorerOptions(device, threads);
    }
  }
}
