package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;

/** Says how close a model of lower precision comes to fp32. */
final class FidelityText {

  private FidelityText() {}

  static String of(String precision, QuantizationFidelity fidelity) {
    List<String> figures = new ArrayList<>();
    fidelity.psnr().ifPresent(psnr -> figures.add(Text.of("%.1f dB", psnr)));
    fidelity
        .sameLabel()
        .ifPresent(share -> figures.add(Text.of("%.0f %% same labels", 100 * share)));
    return Text.of(
        "%s: %s against fp32 on %d pictures",
        precision, String.join(", ", figures), fidelity.pictures());
  }
}
