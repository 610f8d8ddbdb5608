package io.github.dcpt4j.trainer.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a model in training does on held-out pairs.
 *
 * @param sets a result for each degradation, named by its label; at least one
 */
public record ValidationResult(List<BenchmarkResult> sets) {

  /** Keeps an immutable copy. */
  public ValidationResult {
    sets = List.copyOf(sets);
  }

  /** Mean PSNR over the degradations, decibels, whatever the numbers of their pictures. */
  public double psnr() {
    return mean(BenchmarkResult::psnr);
  }

  /** Mean SSIM over the degradations. */
  public double ssim() {
    return mean(BenchmarkResult::ssim);
  }

  /** Mean PSNR of the degraded pictures over the degradations, decibels. */
  public double inputPsnr() {
    return mean(BenchmarkResult::inputPsnr);
  }

  /** Mean SSIM of the degraded pictures over the degradations. */
  public double inputSsim() {
    return mean(BenchmarkResult::inputSsim);
  }

  /**
   * Mean share of pictures whose degradation was named, over the degradations that the model knows;
   * absent where it knows none or does not classify.
   */
  public Optional<Double> accuracy() {
    List<Double> known = sets.stream().flatMap(set -> set.accuracy().stream()).toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
  }

  private double mean(ToDoubleFunction<BenchmarkResult> value) {
    return sets.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
