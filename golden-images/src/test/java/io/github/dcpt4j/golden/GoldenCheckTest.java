package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCheckTest {

  private static final GoldenCase CASE = new GoldenCase("coffee", "rain");
  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir Path folder;
  private GoldenCheck check;
  private Path drawing;

  @BeforeEach
  void drawsIntoTheFolder() {
    check = new GoldenCheck(folder.resolve("failures"));
    drawing = folder.resolve("failures").resolve("rain-coffee.png");
  }

  @Test
  void oneOtherLevelInOneSampleIsTheSamePicture() {
    assertThatCode(() -> check.requireSame(grey(7, 1), grey(7, 0), CASE))
        .doesNotThrowAnyException();
    assertThat(drawing).doesNotExist();
  }

  @Test
  void twoOtherLevelsAreDrawnWhereTheyAre() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.requireSame(grey(7, 2), grey(7, 0), CASE))
        .withMessageContaining("rain/coffee")
        .withMessageContaining("up to 2 levels")
        .withMessageContaining(drawing.toString());
    byte[] drawn = new PictureCodec().read(drawing).toBytes();
    byte[] expected = new byte[drawn.length];
    expected[7] = (byte) 255;
    assertThat(drawn).isEqualTo(expected);
  }

  @Test
  void oneOtherLevelEverywhereIsAnotherPicture() {
    byte[] brighter = new byte[3 * WIDTH * HEIGHT];
    Arrays.fill(brighter, (byte) 1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> check.requireSame(Picture.ofBytes(WIDTH, HEIGHT, brighter), grey(0, 0), CASE));
    assertThat(drawing).isNotEmptyFile();
  }

  @Test
  void rawValuesMayDifferByTheTolerance() {
    assertThatCode(() -> check.requireClose(raw(1.0001f, 2), raw(1, 2.0001f), CASE))
        .doesNotThrowAnyException();
  }

  @Test
  void rawValuesBeyondTheToleranceAreDrawn() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.requireClose(raw(1.001f, 2), raw(1, 2), CASE))
        .withMessageContaining(drawing.toString());
    assertThat(drawing).isNotEmptyFile();
  }

  @Test
  void rawValuesThatAreNoNumbersAreDrawn() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.requireClose(raw(Float.NaN, 2), raw(1, 2), CASE));
    assertThat(new PictureCodec().read(drawing).toBytes()).contains((byte) 255);
  }

  @Test
  void logitsBeyondTheToleranceFail() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.requireClose(raw(1, 2.001f), raw(1, 2), CASE))
        .withMessageContaining("logits of rain/coffee");
  }

  private static Picture grey(int index, int value) {
    byte[] samples = new byte[3 * WIDTH * HEIGHT];
    samples[index] = (byte) value;
    return Picture.ofBytes(WIDTH, HEIGHT, samples);
  }

  private static RawOutputs raw(float firstSample, float firstLogit) {
    float[] restored = new float[3 * WIDTH * HEIGHT];
    restored[0] = firstSample;
    return new RawOutputs(
        new Tensor(List.of(1, 3, HEIGHT, WIDTH), restored),
        new Tensor(List.of(1, 2), new float[] {firstLogit, 0}));
  }
}
