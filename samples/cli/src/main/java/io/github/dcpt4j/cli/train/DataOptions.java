package io.github.dcpt4j.cli.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The pictures that are learnt from, and those that are measured on. */
final class DataOptions {

  @Setting("data/clean")
  @Option(
      names = "--clean",
      paramLabel = "DIR",
      description = "Clean photographs, degraded synthetically; may be repeated.")
  private List<Path> clean = List.of();

  @Setting("data/pairs")
  @Option(
      names = "--pairs",
      paramLabel = "LABEL=DIR[*TIMES]",
      converter = LabelledFolder.Converter.class,
      description =
          "Real pairs in DIR/input and DIR/target, or as Rain100, RESIDE, LOL, GoPro, Snow100K, DPDD"
              + " and CDD-11 come; drawn from as often as synthetic pairs of this label, or TIMES as"
              + " often. May be repeated.")
  private List<LabelledFolder> pairs = List.of();

  @Setting("data/shares")
  @Option(
      names = "--share",
      paramLabel = "LABEL=WEIGHT",
      description = "How often a degradation is drawn relative to the others (default: 1).")
  private Map<String, Double> shares = Map.of();

  @Setting("validation/pairs")
  @Option(
      names = "--validate",
      paramLabel = "LABEL=DIR",
      converter = LabelledFolder.Converter.class,
      description =
          "Held-out pairs, laid out as --pairs, that the model is measured on as it learns; the best"
              + " is kept as best.safetensors. May be repeated.")
  private List<LabelledFolder> heldOut = List.of();

  @Setting("validation/every")
  @Option(
      names = "--validate-every",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps between two validations (default: ${DEFAULT-VALUE}).")
  private long validateEvery;

  @Setting("validation/side")
  @Option(
      names = "--validate-side",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Of each held-out picture the middle is measured, this many pixels wide and high at most"
              + " (default: ${DEFAULT-VALUE}).")
  private int validateSide;

  /**
   * Writes the pairs.
   *
   * @throws IllegalArgumentException if held-out pairs are to be taken several times
   */
  void completeIn(SettingsTree settings) {
    settings.put("data/pairs", LabelledFolder.byLabel(pairs));
    if (heldOut.isEmpty()) {
      settings.put("validation", null);
      return;
    }
    if (heldOut.stream().anyMatch(folder -> folder.times() > 1)) {
      throw new IllegalArgumentException("--validate takes every pair once: leave out *TIMES");
    }
    settings.put("validation/pairs", LabelledFolder.byLabel(heldOut));
  }
}
