package io.github.dcpt4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch goes on after whatever happens to one of its pictures. */
class RestoreBatchTest {

  @TempDir private Path folder;
  private Path picture;
  private Path model;

  @BeforeEach
  void makeFiles() {
    picture = Samples.picture(folder.resolve("a.png"), 12, 10);
    model = Samples.modelIn(folder);
  }

  static List<Supplier<Throwable>> failures() {
    return List.of(
        StackOverflowError::new,
        OutOfMemoryError::new,
        () -> new LinkageError("gone"),
        () -> new ArrayIndexOutOfBoundsException(7),
        () -> new IllegalStateException("odd"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anErrorOfOnePictureFailsThatPictureAlone(Supplier<Throwable> failure) {
    List<RestoreResult.Entry> entries = new ArrayList<>();
    RestorePlan.Job broken = new RestorePlan.Job(picture, PictureTarget.STANDARD_OUTPUT);
    RestorePlan.Job whole = new RestorePlan.Job(picture, folder.resolve("b.png"));
    PictureCodec codec = new PictureCodec();

    try (Restorer restorer = Restorer.open(model);
        ReadAhead pictures = new ReadAhead(List.of(picture, picture), codec);
        RestoreBatch batch =
            new RestoreBatch(
                restorer,
                RestoreOptions.builder().build(),
                pictures,
                new PictureTarget(codec, Optional.empty(), false, failing(failure)),
                entries::add)) {
      batch.restore(broken);
      batch.restore(whole);
    }

    assertThat(entries)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isInstanceOfSatisfying(
                        RestoreResult.Failed.class,
                        failed ->
                            assertThat(failed.error())
                                .startsWith("Cannot restore " + picture + ": ")),
            second -> assertThat(second).isInstanceOf(RestoreResult.Done.class));
    assertThat(folder.resolve("b.png")).exists();
  }

  @Test
  void theExitCodeSaysWhetherAnotherModelOrDeviceWouldHelp() {
    PictureException model = Failures.ofInput("restore", picture, new ModelException("no head"));
    PictureException other = Failures.ofInput("restore", picture, new StackOverflowError());

    assertThat(Failures.exitCode(true, List.of())).isZero();
    assertThat(Failures.exitCode(false, List.of(model)))
        .isEqualTo(Failures.MODEL_OR_DEVICE_UNUSABLE);
    assertThat(Failures.exitCode(true, List.of(model))).isEqualTo(Failures.SOME_INPUTS_FAILED);
    assertThat(Failures.exitCode(false, List.of(model, other)))
        .isEqualTo(Failures.SOME_INPUTS_FAILED);
  }

  @Test
  void aCancellationEndsAll() {
    CancellationException cancelled = new CancellationException();

    assertThatThrownBy(() -> Failures.ofInput("restore", picture, cancelled)).isSameAs(cancelled);
  }

  @Test
  void aPictureGoesToStandardOutputAlone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PictureCodec codec = new PictureCodec();
    PictureTarget target =
        new PictureTarget(
            codec, Optional.empty(), false, new PrintStream(bytes, false, StandardCharsets.UTF_8));

    target.write(codec.read(picture), new RestorePlan.Job(picture, PictureTarget.STANDARD_OUTPUT));

    assertThat(codec.decode(bytes.toByteArray())).isEqualTo(codec.read(picture));
  }

  @Test
  void aClosedStandardOutputIsTold() {
    PictureCodec codec = new PictureCodec();
    PrintStream closed = new PrintStream(OutputStream.nullOutputStream());
    closed.close();
    PictureTarget target = new PictureTarget(codec, Optional.empty(), false, closed);

    assertThatThrownBy(
            () ->
                target.write(
                    codec.read(picture),
                    new RestorePlan.Job(picture, PictureTarget.STANDARD_OUTPUT)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("closed");
  }

  private static PrintStream failing(Supplier<Throwable> failure) {
    return new PrintStream(OutputStream.nullOutputStream()) {
      @Override
      public void write(byte[] bytes, int start, int length) {
        RestoreBatchTest.<RuntimeException>sneak(failure.get());
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable e) throws T {
    throw (T) e;
  }
}
