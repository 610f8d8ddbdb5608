package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalDouble;

/** Compares a model of lower precision with the fp32 model on the calibration pictures. */
final class FidelityCheck {

  /**
   * The least share of pictures that both have to give the same name. Scores that are nearly equal
   * may change places, but a model that names more than every tenth picture otherwise is another
   * classifier.
   */
  static final double LEAST_SAME_LABEL = 0.9;

  // Equal pictures have an infinite PSNR, which JSON does not know.
  private static final double LARGEST_PSNR = 150;

  private final List<NetworkInput> pictures;
  private final List<ModelOutputs> expected;
  private final ReducedPrecision reduction;

  /**
   * Runs the fp32 model.
   *
   * @param model the fp32 model
   */
  FidelityCheck(OnnxModel model, List<NetworkInput> pictures, ReducedPrecision reduction) {
    this.pictures = List.copyOf(pictures);
    this.expected = pictures.stream().map(picture -> run(model, picture)).toList();
    this.reduction = reduction;
  }

  private static ModelOutputs run(OnnxModel model, NetworkInput picture) {
    return model.run(picture.values(), 1, picture.height(), picture.width());
  }

  /**
   * Runs the model of lower precision.
   *
   * @throws ExportException if it is too far from the fp32 model
   */
  QuantizationFidelity measure(OnnxModel model) {
    double squares = 0;
    long count = 0;
    int named = 0;
    int same = 0;
    for (int i = 0; i < pictures.size(); i++) {
      ModelOutputs wanted = expected.get(i);
      ModelOutputs given = run(model, pictures.get(i));
      if (wanted.restored().isPresent()) {
        squares += squares(wanted.restored().get(), given.restored().orElseThrow());
        count += wanted.restored().get().remaining();
      }
      if (wanted.logits().isPresent()) {
        named++;
        same += top(wanted.logits().get()[0]) == top(given.logits().orElseThrow()[0]) ? 1 : 0;
      }
    }
    OptionalDouble psnr =
        count == 0 ? OptionalDouble.empty() : OptionalDouble.of(psnr(squares / count));
    OptionalDouble sameLabel =
        named == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) same / named);
    requireClose(psnr, sameLabel);
    return new QuantizationFidelity(pictures.size(), psnr, sameLabel);
  }

  private void requireClose(OptionalDouble psnr, OptionalDouble sameLabel) {
    String name = reduction.precision().label();
    // What is not a number is not enough either.
    if (psnr.isPresent() && !(psnr.getAsDouble() >= reduction.leastPsnr())) {
      throw new ExportException(
          Text.of(
              "in %s the model restores %d pictures with %.1f dB of what it does in fp32, and %.1f are asked for:"
                  + " calibrate with pictures like those to be restored, accept less, or export fp32",
              name, pictures.size(), psnr.getAsDouble(), reduction.leastPsnr()));
    }
    if (sameLabel.isPresent() && sameLabel.getAsDouble() < LEAST_SAME_LABEL) {
      throw new ExportException(
          Text.of(
              "in %s the model gives only %.0f %% of %d pictures the label that it gives them in fp32, and %.0f %% are"
                  + " asked for: calibrate with pictures like those to be classified, or export fp32",
              name, 100 * sameLabel.getAsDouble(), pictures.size(), 100 * LEAST_SAME_LABEL));
    }
  }

  private static double psnr(double meanSquare) {
    return Math.min(LARGEST_PSNR, -10 * Math.log10(meanSquare));
  }

  /** Of the values as a picture holds them. */
  private static double squares(FloatBuffer wanted, FloatBuffer given) {
    double sum = 0;
    for (int i = 0; i < wanted.remaining(); i++) {
      double difference =
          (double) limited(wanted.get(wanted.position() + i))
              - limited(given.get(given.position() + i));
      sum += difference * difference;
    }
    return sum;
  }

  private static float limited(float value) {
    return Math.min(Math.max(value, 0), 1);
  }

  /** The index of the largest score; -1 if a score is NaN. */
  private static int top(float[] scores) {
    int top = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!Float.isFinite(scores[i])) {
        return -1;
      }
      top = scores[i] > scores[top] ? i : top;
    }
    return top;
  }
}
