package io.github.dcpt4j.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetCommandTest {

  @TempDir private Path folder;
  private Path clean;
  private Path output;

  @BeforeEach
  void makePictures() {
    clean = folder.resolve("clean");
    output = folder.resolve("sheet.png");
    Samples.picture(clean.resolve("one.png"), 60, 40);
    Samples.picture(clean.resolve("two.png"), 40, 60);
  }

  @Test
  void showsTenDegradationsAndThreeMixtures() {
    Terminal terminal = sheet(clean, "-o", output, "--patch", 32, "--columns", 3);

    assertThat(terminal.exitCode()).isZero();
    Picture drawn = new PictureCodec().read(output);
    assertThat(drawn.width()).isEqualTo(3 * 32);
    assertThat(drawn.height()).isEqualTo(13 * 2 * 32);
  }

  @Test
  void showsThoseThatAreNamedTheSameForTheSameSeed() {
    Path again = folder.resolve("again.png");
    Object[] common = {clean, "--patch", 32, "--labels", "snow,haze+rain", "--seed", 4};

    sheet(Stream.concat(Arrays.stream(common), Stream.of("-o", output)).toArray());
    sheet(Stream.concat(Arrays.stream(common), Stream.of("-o", again)).toArray());

    assertThat(new PictureCodec().read(output).height()).isEqualTo(2 * 2 * 32);
    assertThat(again).hasSameBinaryContentAs(output);
  }

  @Test
  void wrongUsageIsNamed() {
    Terminal unknown = sheet(clean, "-o", output, "--labels", "scratches");
    Terminal none = sheet(clean, "-o", output, "--columns", 0);
    Terminal small = sheet(clean, "-o", output, "--patch", 41);

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no degradation 'scratches'");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--columns");
    assertThat(small.exitCode()).isNotZero();
    assertThat(small.err()).contains("one.png", "--patch");
    assertThat(output).doesNotExist();
  }

  private static Terminal sheet(Object... arguments) {
    return Terminal.run(
        Stream.concat(Stream.of("sheet"), Arrays.stream(arguments)).toArray(Object[]::new));
  }
}
