package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.runtime.Device;
import java.util.Objects;

/**
 * How a {@link Restorer} works.
 *
 * @param device where it runs; {@link Device#AUTO} takes the best that works
 * @param threads threads that compute one picture on the CPU; 0 takes one for each physical core
 * @param memoryBudget bytes of native memory that the computation of one picture may take; a
 *     picture that would take more is cut into tiles. An estimate from the model card decides, so
 *     leave some room. JavaCPP refuses native memory to a process of more than four times the
 *     largest Java heap, unless {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=0} is set
 * @param maxInFlight pictures that are computed at the same time, each within its own budget; other
 *     calls wait for their turn, first come, first served
 */
public record RestorerOptions(Device device, int threads, long memoryBudget, int maxInFlight) {
  /**
   * The memory budget that is taken where none is set. It does not depend on the machine, so that
   * the same picture is cut in the same way everywhere.
   */
  public static final long DEFAULT_MEMORY_BUDGET = 1L << 30;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number of threads is negative, or the budget or the
   *     number of pictures not positive
   */
  public RestorerOptions {
    Objects.requireNonNull(device, "device");
    if (threads < 0) {
      throw new IllegalArgumentException("a negative number of threads: " + threads);
    }
    if (memoryBudget < 1) {
      throw new IllegalArgumentException("a memory budget of " + memoryBudget + " bytes");
    }
    if (maxInFlight < 1) {
      throw new IllegalArgumentException(maxInFlight + " pictures at the same time");
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
    private long memoryBudget = DEFAULT_MEMORY_BUDGET;
    private int maxInFlight = 1;

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
     * Sets how much native memory the computation of one picture may take.
     *
     * @param bytes a number of bytes
     */
    public Builder memoryBudget(long bytes) {
      memoryBudget = bytes;
      return this;
    }

    /**
     * Sets how many pictures are computed at the same time. One at a time uses a processor best
     * that all threads share; more pay where each has few threads.
     *
     * @param value a number of pictures
     */
    public Builder maxInFlight(int value) {
      maxInFlight = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if the number of threads is negative, or the budget or the
     *     number of pictures not positive
     */
    public RestorerOptions build() {
      return new RestorerOptions(device, threads, memoryBudget, maxInFlight);
    }
  }
}
