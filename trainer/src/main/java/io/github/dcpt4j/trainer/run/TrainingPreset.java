package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that have a name, published ones among them. Each is a JSON file in the folder {@code
 * presets} beside this class.
 *
 * @param about what it is, in a line
 * @param notes where its figures are not the published ones, and why
 * @param network the restoration network
 * @param classifierBlocks bottlenecks per level of its classifier
 * @param labels degradations in the order of the classes
 * @param synthesis the degradation that makes a label's pictures, where it is not the label's own;
 *     null as none
 * @param preTraining of network and classifier, and of the classifier alone
 * @param fineTuning of the network
 * @param guidedTransfer of the network
 */
public record TrainingPreset(
    String about,
    List<String> notes,
    RestorationNetwork network,
    int classifierBlocks,
    List<String> labels,
    Map<String, String> synthesis,
    Plan preTraining,
    Plan fineTuning,
    Plan guidedTransfer) {

  /** The preset of those who name none. */
  public static final String DEFAULT = "small-5d";

  private static final List<String> NAMES =
      List.of(
          "tiny-5d",
          DEFAULT,
          "small-10d",
          "nafnet-5d",
          "swinir-5d",
          "restormer-5d",
          "promptir-5d",
          "nafnet-10d",
          "cdd11");

  /**
   * How a procedure is done.
   *
   * @param stages shapes of the batches
   * @param optimisation losses and optimisers
   */
  public record Plan(List<Stage> stages, Optimisation optimisation) {

    /** Keeps an immutable copy. */
    public Plan {
      stages = List.copyOf(stages);
      require(!stages.isEmpty(), "a plan has at least one stage");
    }
  }

  /** Keeps immutable copies. */
  public TrainingPreset {
    notes = List.copyOf(notes);
    labels = List.copyOf(labels);
    synthesis = synthesis == null ? Map.of() : Map.copyOf(synthesis);
  }

  /** Which degradations make the pictures of some labels, where they are not the labels' own. */
  public Map<String, String> synthesis(List<String> wanted) {
    Map<String, String> named = new HashMap<>(synthesis);
    named.keySet().retainAll(wanted);
    return named;
  }

  /**
   * All names, the smallest networks first.
   *
   * @return an unmodifiable list
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The preset of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TrainingPreset named(String name) {
    require(
        NAMES.contains(name), "there is no preset '%s', only %s", name, String.join(", ", NAMES));
    try (InputStream file =
        TrainingPreset.class.getResourceAsStream(Text.of("presets/%s.json", name))) {
      return Architectures.json().readValue(file, TrainingPreset.class);
    } catch (IOException e) {
      throw new UncheckedIOException(Text.of("the preset '%s' cannot be read", name), e);
    }
  }

  /** How a procedure is done. */
  public Plan plan(ProcedureKind procedure) {
    return switch (procedure) {
      case PRE_TRAINING, DIRECT_TRAINING, CLASSIFIER_TRAINING -> preTraining;
      case FINE_TUNING -> fineTuning;
      case GUIDED_TRANSFER -> guidedTransfer;
    };
  }
}
