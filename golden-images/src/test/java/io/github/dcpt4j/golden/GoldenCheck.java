package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Holds results to expected ones. Where they part, the difference is drawn: black where they agree,
 * white where they differ most.
 *
 * @param folder where pictures of differences go
 */
record GoldenCheck(Path folder) {

  private static final double ABSOLUTE = 5e-5;
  private static final double RELATIVE = 1e-4;

  // Two outputs that agree within 5e-5 may still lie on two sides of a rounding border, and do so
  // for a share of 5e-5 * 255 of the samples.
  private static final double SHARE_OF_OTHER_LEVELS = ABSOLUTE * 255;

  /** Draws into the build's folder. */
  static GoldenCheck inBuildFolder() {
    return new GoldenCheck(
        Path.of(System.getProperty("golden.failures", "target/golden-failures")));
  }

  /** Fails if a sample differs by more than one of 255 levels, or many samples by one. */
  void requireSame(Picture actual, Picture golden, GoldenCase which) {
    assertThat(actual.width() + "x" + actual.height())
        .as("size of %s", which)
        .isEqualTo(golden.width() + "x" + golden.height());
    byte[] a = actual.toBytes();
    byte[] b = golden.toBytes();
    int largest = 0;
    int others = 0;
    for (int i = 0; i < a.length; i++) {
      int difference = Math.abs((a[i] & 0xff) - (b[i] & 0xff));
      largest = Math.max(largest, difference);
      others += Math.min(difference, 1);
    }
    if (largest > 1 || others > SHARE_OF_OTHER_LEVELS * a.length) {
      failWith(
          String.format(
              Locale.ROOT,
              "%s differs in %d of %d samples, by up to %d levels",
              which,
              others,
              a.length,
              largest),
          actual,
          golden,
          which);
    }
  }

  /** Fails if a raw value differs by more than 5e-5 + 1e-4 relative. */
  void requireClose(RawOutputs actual, RawOutputs golden, GoldenCase which) {
    assertThat(actual.restored().shape()).as("%s", which).isEqualTo(golden.restored().shape());
    assertThat(actual.logits().shape()).as("%s", which).isEqualTo(golden.logits().shape());
    int apart = countApart(actual.restored(), golden.restored());
    if (apart > 0) {
      failWith(
          which + " differs in " + apart + " raw values",
          picture(actual.restored()),
          picture(golden.restored()),
          which);
    }
    if (countApart(actual.logits(), golden.logits()) > 0) {
      assertThat(actual.logits().data())
          .as("logits of %s", which)
          .isEqualTo(golden.logits().data());
    }
  }

  private static int countApart(Tensor actual, Tensor golden) {
    float[] a = actual.data();
    float[] b = golden.data();
    int apart = 0;
    for (int i = 0; i < a.length; i++) {
      // Written so that what is not a number counts.
      if (!(Math.abs((double) a[i] - b[i]) <= ABSOLUTE + RELATIVE * Math.abs(b[i]))) {
        apart++;
      }
    }
    return apart;
  }

  /** The first picture of a batch [N, 3, H, W]. */
  private static Picture picture(Tensor batch) {
    int height = batch.shape().get(2);
    int width = batch.shape().get(3);
    return Picture.fromPlanes(FloatBuffer.wrap(batch.data()), width, height, width, height);
  }

  private void failWith(String complaint, Picture actual, Picture golden, GoldenCase which) {
    float[] a = actual.toFloats();
    float[] b = golden.toFloats();
    float[] differences = new float[a.length];
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      float difference = Math.abs(a[i] - b[i]);
      // What is not a number cannot be drawn but as the largest difference there is.
      differences[i] = Float.isFinite(difference) ? difference : 1;
      largest = Math.max(largest, differences[i]);
    }
    for (int i = 0; i < differences.length; i++) {
      differences[i] /= largest;
    }
    Picture drawing = Picture.ofFloats(actual.width(), actual.height(), differences);
    Path file = folder.resolve(which.label() + "-" + which.picture() + ".png").toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the picture of the difference", e);
    }
    new PictureCodec().write(drawing, file);
    fail("%s; drawn %.3g times amplified: %s", complaint, 1 / largest, file);
  }
}
