package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How each picture is restored. */
final class CallOptions {

  private static final long MILLIS_PER_SECOND = 1000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--strength",
      paramLabel = "0-1",
      defaultValue = "1",
      description =
          "How much of the restoration is applied: 0 leaves the picture as it is "
              + "(default: ${DEFAULT-VALUE}).")
  private double strength;

  @Option(
      names = "--augment",
      description =
          "Takes the mean over the picture and its three mirror images: somewhat better, four times "
              + "slower.")
  private boolean augmented;

  @Option(
      names = "--tile",
      paramLabel = "auto|whole|tiled",
      defaultValue = "auto",
      description =
          "auto cuts pictures that exceed --memory, whole refuses them, tiled cuts all large "
              + "pictures into small tiles (default: ${DEFAULT-VALUE}).")
  private TilingMode tiling;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Gives up a picture that takes longer (default: no limit).")
  private Double timeout;

  /** A builder with what was asked for. */
  RestoreOptions.Builder builder() {
    RestoreOptions.Builder builder =
        RestoreOptions.builder().strength(strength).augmented(augmented).tiling(tiling);
    if (timeout != null) {
      builder.timeLimit(Duration.ofMillis(Math.round(timeout * MILLIS_PER_SECOND)));
    }
    try {
      builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return builder;
  }
}
