package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.PicturePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures a model on test sets as the official evaluation does: RGB PSNR and SSIM of whole 8-bit
 * pictures. Noise reaches the network unclipped and unrounded; the figures of the noisy input are
 * those of its 8-bit form.
 */
public final class Benchmark {

  private final Restorer restorer;
  private final RestoreOptions options;
  private final BenchmarkListener listener;
  private final PictureCodec codec = new PictureCodec();
  private final ImageQuality quality = ImageQuality.rgb();

  /**
   * @param restorer a model with a restoration head; stays open
   * @param options how each picture is restored
   * @param listener hears of every picture
   */
  public Benchmark(Restorer restorer, RestoreOptions options, BenchmarkListener listener) {
    this.restorer = restorer;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Measures every picture; the true label is {@code noise} where the set adds noise, else what the
   * folder's name tells (see the command's help), provided that the model knows it.
   *
   * @throws PictureException if a picture cannot be read, or differs from its target in size: means
   *     over the others would be another test
   * @throws io.github.dcpt4j.sdk.error.ModelException if the model cannot restore
   */
  public BenchmarkResult run(TestSet set) {
    Optional<String> told =
        set.noise().isPresent() ? Optional.of("noise") : FolderLabel.of(set.name());
    return run(set, told.filter(restorer.card().labels()::contains));
  }

  /**
   * Measures every picture.
   *
   * @param label the true degradation
   * @throws IllegalArgumentException if the model does not know the label
   * @throws PictureException as {@link #run(TestSet)}
   * @throws io.github.dcpt4j.sdk.error.ModelException as {@link #run(TestSet)}
   */
  public BenchmarkResult run(TestSet set, String label) {
    if (!restorer.card().labels().contains(label)) {
      throw new IllegalArgumentException(
          Text.of("the model does not know '%s', only %s", label, restorer.card().labels()));
    }
    return run(set, Optional.of(label));
  }

  private BenchmarkResult run(TestSet set, Optional<String> label) {
    List<PictureResult> results = new ArrayList<>();
    for (PicturePair pair : set.pairs()) {
      results.add(measure(pair, set.noise()));
    }
    return new BenchmarkResult(set.name(), label, results);
  }

  private PictureResult measure(PicturePair pair, Optional<TestNoise> noise) {
    Picture target = codec.read(pair.target());
    Picture input =
        noise.map(added -> added.addTo(target)).orElseGet(() -> codec.read(pair.input()));
    if (input.width() != target.width() || input.height() != target.height()) {
      throw new PictureException(
          Text.of(
              "%s is %dx%d, its target %dx%d: make them equal",
              pair.input(), input.width(), input.height(), target.width(), target.height()));
    }
    Restoration restoration = restorer.restore(input, options);
    Picture restored = restoration.picture();
    PictureResult result =
        new PictureResult(
            pair.name(),
            quality.psnr(restored, target),
            quality.ssim(restored, target),
            quality.psnr(input, target),
            quality.ssim(input, target),
            restoration.scores(),
            restoration.report().runMillis());
    listener.measured(result, input, restored, target);
    return result;
  }
}
