package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.trainer.measures.Measures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Tag of the mean PSNR of restorations. */
  public static final String PSNR = "psnr";

  /** Tag of the mean SSIM of restorations. */
  public static final String SSIM = "ssim";

  private static final String INPUT_PSNR = "input_psnr";
  private static final String INPUT_SSIM = "input_ssim";
  private static final double LARGEST_PSNR = 100;

  /** Keeps an immutable copy of the pictures. */
  public BenchmarkResult {
    pictures = List.copyOf(pictures);
  }

  /**
   * Mean PSNR of the restorations, decibels. A picture counts {@value #LARGEST_PSNR} dB at most:
   * one that is restored exactly would make the mean infinite, and all models with one equal.
   */
  public double psnr() {
    return mean(picture -> Math.min(picture.psnr(), LARGEST_PSNR));
  }

  /** Mean SSIM of the restorations. */
  public double ssim() {
    return mean(PictureResult::ssim);
  }

  /**
   * Mean PSNR of the degraded pictures, decibels; a picture counts {@value #LARGEST_PSNR} at most.
   */
  public double inputPsnr() {
    return mean(picture -> Math.min(picture.inputPsnr(), LARGEST_PSNR));
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

  /** All of these that are known, by tag, in order. */
  public Measures measures() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(PSNR, psnr());
    values.put(SSIM, ssim());
    values.put(INPUT_PSNR, inputPsnr());
    values.put(INPUT_SSIM, inputSsim());
    accuracy().ifPresent(share -> values.put(Measures.ACCURACY, share));
    return new Measures(values);
  }

  private double mean(ToDoubleFunction<PictureResult> value) {
    return pictures.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
