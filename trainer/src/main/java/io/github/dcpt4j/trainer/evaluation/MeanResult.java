package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.trainer.measures.Measures;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a model did on several test sets, each of which counts the same whatever its size.
 *
 * @param sets at least one
 */
public record MeanResult(List<BenchmarkResult> sets) {

  /** Keeps an immutable copy. */
  public MeanResult {
    sets = List.copyOf(sets);
  }

  /** Mean PSNR over the sets, decibels. */
  public double psnr() {
    return mean(BenchmarkResult::psnr);
  }

  /** Mean SSIM over the sets. */
  public double ssim() {
    return mean(BenchmarkResult::ssim);
  }

  /** Mean PSNR of the degraded pictures over the sets, decibels. */
  public double inputPsnr() {
    return mean(BenchmarkResult::inputPsnr);
  }

  /** Mean SSIM of the degraded pictures over the sets. */
  public double inputSsim() {
    return mean(BenchmarkResult::inputSsim);
  }

  /**
   * Mean share of pictures whose degradation was named, over the sets of which it is known; absent
   * where there is none, or the model does not classify.
   */
  public Optional<Double> accuracy() {
    List<Double> known = sets.stream().flatMap(set -> set.accuracy().stream()).toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
  }

  /** The means by tag, in order, over the sets that have the measure. */
  public Measures measures() {
    Map<String, DoubleSummaryStatistics> all = new LinkedHashMap<>();
    for (BenchmarkResult set : sets) {
      set.measures()
          .byTag()
          .forEach(
              (tag, value) ->
                  all.computeIfAbsent(tag, first -> new DoubleSummaryStatistics()).accept(value));
    }
    Map<String, Double> means = new LinkedHashMap<>();
    all.forEach((tag, values) -> means.put(tag, values.getAverage()));
    return new Measures(means);
  }

  private double mean(ToDoubleFunction<BenchmarkResult> value) {
    return sets.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
