package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How good a model was when it was validated, as its checkpoint tells it.
 *
 * @param measure what is compared
 * @param value mean over the labels, with four decimal places
 * @param iteration finished steps
 */
record Score(Measure measure, double value, long iteration) {

  private static final Pattern FORM = Pattern.compile("(.+) (\\S+) at iteration (\\d{1,18})");

  /** What makes a model better. */
  enum Measure {
    /** Decibels, where the network learns to restore. */
    PSNR("mean PSNR"),
    /** Share of pictures whose degradation is named, where it does not. */
    ACCURACY("mean accuracy");

    private final String text;

    Measure(String text) {
      this.text = text;
    }

    /** What a procedure is judged by. */
    static Measure of(ProcedureKind procedure) {
      return procedure.restores() ? PSNR : ACCURACY;
    }

    private double of(MeanResult result) {
      return this == PSNR ? result.psnr() : result.accuracy().orElseThrow();
    }
  }

  /** The score of a validation. */
  static Score of(MeanResult result, Measure measure, long iteration) {
    // As it is stored, so that a repeated validation is not better by a rounding.
    double value = Double.parseDouble(Text.of("%.4f", measure.of(result)));
    return new Score(measure, value, iteration);
  }

  /** Reads what {@link #text} wrote. */
  static Optional<Score> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    for (Measure measure : Measure.values()) {
      if (measure.text.equals(form.group(1))) {
        return Optional.of(
            new Score(measure, Double.parseDouble(form.group(2)), Long.parseLong(form.group(3))));
      }
    }
    return Optional.empty();
  }

  /** Of two that are equally good the later one is taken: it has learnt for longer. */
  boolean isAtLeast(Score other) {
    return value >= other.value;
  }

  /** For people, and for {@link #parse}. */
  String text() {
    return Text.of("%s %.4f at iteration %d", measure.text, value, iteration);
  }
}
