package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how close a model of lower precision comes to fp32. */
final class FidelityText {

  private FidelityText() {}

  static String of(String precision, QuantizationFidelity fidelity) {
    List<String> figures = new ArrayList<>();
    fidelity.psnr().ifPresent(psnr -> figures.add(String.format(Locale.ROOT, "%.1f dB", psnr)));
    fidelity
        .sameLabel()
        .ifPresent(
            share -> figures.add(String.format(Locale.ROOT, "%.0f %% same labels", 100 * share)));
    return "%s: %s against fp32 on %d pictures"
        .formatted(precision, String.join(", ", figures), fidelity.pictures());
  }
}
