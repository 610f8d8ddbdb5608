package io.github.dcpt4j.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.trainer.evaluation.TestSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegradeCommandTest {

  private final PictureCodec codec = new PictureCodec();
  @TempDir private Path folder;
  private Path clean;
  private Path set;

  @BeforeEach
  void makePictures() {
    clean = folder.resolve("clean");
    set = folder.resolve("set");
    Samples.picture(clean.resolve("one.png"), 60, 40);
    Samples.picture(clean.resolve("two.png"), 40, 60);
  }

  @Test
  void makesATestSetWhoseTargetsAreTheCleanPictures() {
    assertThat(degrade(clean, "-o", set, "--label", "low-light").exitCode()).isZero();

    assertThat(TestSet.paired(set).pairs())
        .hasSize(2)
        .allSatisfy(
            pair -> {
              assertThat(codec.read(pair.target()))
                  .isEqualTo(codec.read(clean.resolve(pair.target().getFileName())));
              assertThat(
                      ImageQuality.rgb().psnr(codec.read(pair.input()), codec.read(pair.target())))
                  .isLessThan(25);
            });
  }

  @Test
  void sameSeedMakesTheSameFilesAndAnotherSeedOthers() throws IOException {
    Path other = folder.resolve("other");
    degrade(clean, "-o", set, "--label", "noise", "--seed", "3");
    degrade(clean, "-o", other, "--label", "noise", "--seed", "3");
    assertThat(other.resolve("input/one.png")).hasSameBinaryContentAs(set.resolve("input/one.png"));

    degrade(clean, "-o", other, "--label", "noise", "--seed", "4");
    assertThat(Files.mismatch(other.resolve("input/one.png"), set.resolve("input/one.png")))
        .isNotNegative();
  }

  @Test
  void brokenPictureIsToldAndTheOthersAreMade() throws IOException {
    Path broken = Files.writeString(clean.resolve("broken.png"), "no picture");

    Terminal terminal = degrade(clean, "-o", set, "--label", "rain");

    assertThat(terminal.exitCode()).isEqualTo(1);
    assertThat(terminal.err()).contains(broken.toString());
    assertThat(Samples.names(set.resolve("input"))).containsExactly("one.png", "two.png");
  }

  @Test
  void unknownDegradationIsWrongUsage() {
    Terminal terminal = degrade(clean, "-o", set, "--label", "scratches");

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("there is no degradation 'scratches'");
    assertThat(set).doesNotExist();
  }

  @Test
  void rainCanBeTakenFromWhatPairsDifferBy() {
    Path pairs = folder.resolve("pairs");
    degrade(clean, "-o", pairs, "--label", "rain", "--seed", "5");

    Terminal terminal = degrade(clean, "-o", set, "--label", "rain", "--layers", pairs);

    assertThat(terminal.exitCode()).isZero();
    assertThat(TestSet.paired(set).pairs())
        .allSatisfy(
            pair ->
                assertThat(
                        ImageQuality.rgb()
                            .psnr(codec.read(pair.input()), codec.read(pair.target())))
                    .isBetween(10.0, 45.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"defocus", "jpeg", "snow", "demosaicking", "inpainting", "low-light+haze+rain"})
  void everyDegradationAndMixtureMakesASet(String label) {
    assertThat(degrade(clean, "-o", set, "--label", label).exitCode()).isZero();

    assertThat(TestSet.paired(set).pairs())
        .hasSize(2)
        .allSatisfy(
            pair -> assertThat(codec.read(pair.input())).isNotEqualTo(codec.read(pair.target())));
  }

  @Test
  void snowCanBeTakenFromPicturesOfFlakesButNotFromPairs() {
    Terminal terminal = degrade(clean, "-o", set, "--label", "snow", "--layers", clean);
    Terminal pairs =
        degrade(clean, "-o", folder.resolve("other"), "--label", "snow", "--layers", set);

    assertThat(terminal.exitCode()).isZero();
    assertThat(TestSet.paired(set).pairs()).hasSize(2);
    assertThat(pairs.exitCode()).isNotZero();
    assertThat(pairs.err()).contains("name pictures of snow on black");
  }

  @Test
  void layersOfAnotherDegradationAreWrongUsage() {
    Terminal terminal = degrade(clean, "-o", set, "--label", "haze", "--layers", clean);

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("name --label rain");
  }

  private static Terminal degrade(Object... arguments) {
    return Terminal.run(
        Stream.concat(Stream.of("degrade"), Arrays.stream(arguments)).toArray(Object[]::new));
  }
}
