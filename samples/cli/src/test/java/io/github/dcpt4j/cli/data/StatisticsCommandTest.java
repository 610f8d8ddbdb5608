package io.github.dcpt4j.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsCommandTest {

  @TempDir private Path folder;
  private Path clean;

  @BeforeEach
  void makePictures() {
    clean = folder.resolve("clean");
    Samples.picture(clean.resolve("one.png"), 60, 40);
    Samples.picture(clean.resolve("two.png"), 40, 60);
  }

  @Test
  void printsARowForEachDegradationTheSameForTheSameSeed() {
    Object[] arguments = {clean, "--patch", 32, "--patches", 6, "--labels", "haze,noise,clean"};
    Terminal once = statistics(arguments);
    Terminal again = statistics(arguments);

    assertThat(once.exitCode()).isZero();
    assertThat(once.out().lines().map(line -> line.split(" ")[0]))
        .containsExactly("degradation", "haze", "noise", "clean");
    assertThat(again.out()).isEqualTo(once.out());
    assertThat(once.out().lines().toList().get(3)).contains("- / - / -");
  }

  @Test
  void measuresRealPairs() {
    Path pairs = folder.resolve("pairs");
    Terminal made =
        Terminal.run("degrade", clean, "-o", pairs, "--label", "low-light", "--seed", 1);
    Terminal terminal = statistics("--pairs", "low-light=" + pairs, "--patch", 32, "--patches", 6);

    assertThat(made.exitCode()).isZero();
    assertThat(terminal.exitCode()).isZero();
    assertThat(terminal.out().lines().toList()).hasSize(2);
    assertThat(terminal.out().lines().toList().get(1)).startsWith("low-light (pairs)");
  }

  @Test
  void wrongUsageIsNamed() {
    Terminal nothing = statistics();
    Terminal unknown = statistics(clean, "--labels", "scratches");
    Terminal none = statistics(clean, "--patches", 0);
    Terminal small = statistics(clean, "--patch", 41);

    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("--pairs");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no degradation 'scratches'");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--patches");
    assertThat(small.exitCode()).isNotZero();
    assertThat(small.err()).contains("one.png");
  }

  private static Terminal statistics(Object... arguments) {
    return Terminal.run(
        Stream.concat(Stream.of("statistics"), Arrays.stream(arguments)).toArray(Object[]::new));
  }
}
