package io.github.dcpt4j.golden;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.degradation.PictureDegrader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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
    PictureDegrader degrader = new PictureDegrader(degradation);
    return Stream.generate(() -> degrader.degrade(clean, random))
        .filter(form -> ImageQuality.rgb().psnr(form, clean) < GoldenSet.VISIBLE_BELOW_PSNR)
        .findFirst()
        .orElseThrow();
  }
}
