package io.github.dcpt4j.golden;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/** Makes the degraded forms of a set. */
final class DegradedForms {

  private final PictureCodec codec = new PictureCodec();
  private final GoldenSet set;

  DegradedForms(GoldenSet set) {
    this.set = set;
  }

  /** Writes every photograph in every degraded form. */
  void write() throws IOException {
    for (Degradation degradation : Degradations.standard()) {
      for (GoldenCase which : set.cases(degradation.label())) {
        Picture clean = codec.read(set.clean(which.picture()));
        Path file = set.degraded(which);
        Files.createDirectories(file.getParent());
        codec.write(visiblyDegraded(clean, degradation, which.seed()), file);
      }
    }
  }

  /** The first of the forms that the seed leads to in which the degradation can be seen. */
  static Picture visiblyDegraded(Picture clean, Degradation degradation, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return Stream.generate(() -> degraded(clean, degradation, random))
        .filter(form -> ImageQuality.rgb().psnr(form, clean) < GoldenSet.VISIBLE_BELOW_PSNR)
        .findFirst()
        .orElseThrow();
  }

  /** Rounded and limited to 8 bits, which noise is not of itself. */
  private static Picture degraded(Picture clean, Degradation degradation, RandomGenerator random) {
    try (Mat mat = new Mat(clean.height(), clean.width(), CV_32FC3)) {
      mat.<FloatBuffer>createBuffer().put(clean.toFloats());
      try (Mat spoilt = degradation.apply(mat, random);
          Mat continuous = spoilt.clone()) {
        float[] samples = new float[Picture.CHANNELS * clean.width() * clean.height()];
        continuous.<FloatBuffer>createBuffer().get(samples);
        return Picture.ofFloats(clean.width(), clean.height(), samples).to8Bit();
      }
    }
  }
}
