package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one call asks for.
 *
 * @param tiling whether the picture may be cut
 * @param strength how much of the restoration is applied: 0 leaves the picture as it is, 1 gives
 *     the network's result, between them the two are mixed
 * @param augmented whether the mean over the picture and its three mirror images is taken: somewhat
 *     better, four times slower
 * @param timeLimit after which the call is given up, waiting for its turn included; absent for none
 * @param cancellation by which others may stop the call
 * @param progress is told of each tile
 */
public record RestoreOptions(
    TilingMode tiling,
    double strength,
    boolean augmented,
    Optional<Duration> timeLimit,
    Cancellation cancellation,
    ProgressListener progress) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the strength is not within 0 to 1 or the time limit not
   *     positive
   */
  public RestoreOptions {
    Objects.requireNonNull(tiling, "tiling");
    Objects.requireNonNull(cancellation, "cancellation");
    Objects.requireNonNull(progress, "progress");
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("a strength of " + strength + ", not within 0 to 1");
    }
    timeLimit.ifPresent(
        limit -> {
          if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a time limit of " + limit);
          }
        });
  }

  /** The same with another switch. */
  RestoreOptions with(Cancellation other) {
    return new RestoreOptions(tiling, strength, augmented, timeLimit, other, progress);
  }

  /** Returns the options that ask for nothing special. */
  public static RestoreOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the {@linkplain #defaults defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. */
  public static final class Builder {
    private TilingMode tiling = TilingMode.AUTO;
    private double strength = 1;
    private boolean augmented;
    private Duration timeLimit;
    private Cancellation cancellation = new Cancellation();
    private ProgressListener progress = (done, total) -> {};

    private Builder() {}

    /**
     * Sets whether the picture may be cut.
     *
     * @param value a mode
     */
    public Builder tiling(TilingMode value) {
      tiling = value;
      return this;
    }

    /**
     * Sets how much of the restoration is applied.
     *
     * @param value from 0, the picture as it is, to 1, the network's result
     */
    public Builder strength(double value) {
      strength = value;
      return this;
    }

    /**
     * Sets whether the mean over the picture and its three mirror images is taken.
     *
     * @param value whether to spend four times the time
     */
    public Builder augmented(boolean value) {
      augmented = value;
      return this;
    }

    /**
     * Sets the time after which the call is given up.
     *
     * @param value a positive duration
     */
    public Builder timeLimit(Duration value) {
      timeLimit = value;
      return this;
    }

    /**
     * Sets the switch by which others may stop the call.
     *
     * @param value a switch, which other calls may share
     */
    public Builder cancellation(Cancellation value) {
      cancellation = value;
      return this;
    }

    /**
     * Sets who is told of each tile.
     *
     * @param value a listener
     */
    public Builder progress(ProgressListener value) {
      progress = value;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if the strength is not within 0 to 1 or the time limit not
     *     positive
     */
    public RestoreOptions build() {
      return new RestoreOptions(
          tiling, strength, augmented, Optional.ofNullable(timeLimit), cancellation, progress);
    }
  }
}
