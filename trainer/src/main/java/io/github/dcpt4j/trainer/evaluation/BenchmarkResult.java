package io.github.dcpt4j.trainer.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a model did on a test set.
 *
 * @param name name of the test set
 * @param label the degradation of its pictures, where it is known
 * @param pictures a result for every picture, in the order of the set
 */
public record BenchmarkResult(String name, Optional<String> label, List<PictureResult> pictures) {

  /** Keeps an immutable copy of the pictures. */
  public BenchmarkResult {
    pictures = List.copyOf(pictures);
  }

  /** Mean PSNR of the restorations, decibels. */
  public double psnr() {
    return mean(PictureResult::psnr);
  }

  /** Mean SSIM of the restorations. */
  public double ssim() {
    return mean(PictureResult::ssim);
  }

  /** Mean PSNR of the degraded pictures, decibels. */
  public double inputPsnr() {
    return mean(PictureResult::inputPsnr);
  }

  /** Mean SSIM of the degraded pictures. */
  public double inputSsim() {
    return mean(PictureResult::inputSsim);
  }

  /** Mean time in the network, milliseconds. */
  public double millis() {
    return mean(PictureResult::millis);
  }

  /**
   * Share of pictures whose degradation was named rightly, 0 to 1; absent where the true label is
   * not known or the model does not classify.
   */
  public Optional<Double> accuracy() {
    if (label.isEmpty() || pictures.stream().anyMatch(picture -> picture.top().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(mean(picture -> picture.top().equals(label) ? 1 : 0));
  }

  private double mean(ToDoubleFunction<PictureResult> value) {
    return pictures.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
