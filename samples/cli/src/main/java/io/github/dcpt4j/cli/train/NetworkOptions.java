package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.cli.shared.NetworkChoice;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import java.util.List;
import picocli.CommandLine.Option;

/** The network, its classifier and the classes, where they are not to be the preset's. */
final class NetworkOptions {

  @Option(
      names = "--network",
      paramLabel = "FILE.json|NAME",
      converter = NetworkChoice.Converter.class,
      description =
          "nafnet-16, nafnet-32, the DCPT release's dcpt-nafnet-5d, dcpt-swinir-5d,"
              + " dcpt-restormer-5d or dcpt-promptir-5d, or a description (default: the preset's).")
  private NetworkChoice network;

  @Option(
      names = "--classifier-blocks",
      paramLabel = "N",
      description =
          "Bottlenecks per level of the classifier (default: the preset's; with --network 1, of"
              + " the release's networks 2).")
  private Integer classifierBlocks;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      description = {
        "Degradations in the order of the classes (default: the preset's). The method's five:",
        "rain,noise,haze,low-light,motion-blur; its ten:",
        "noise,motion-blur,defocus,jpeg,haze,rain,snow,demosaicking,low-light,inpainting; two that",
        "only tell whether there is any of them: clean,degraded; mixtures as 'dcpt degrade' makes",
        "them, and any others for which there are --pairs."
      })
  private List<String> labels;

  /** The degradations that the options name. */
  List<String> labels(TrainingPreset preset) {
    return labels == null ? preset.labels() : labels;
  }

  /**
   * The network that the options describe.
   *
   * @throws IllegalArgumentException if they do not describe it wholly
   */
  RestorationNetwork network(TrainingPreset preset) {
    if (network == null) {
      return preset.network();
    }
    try {
      return network.network();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--network describes no whole network: " + e.getMessage(), e);
    }
  }

  /**
   * A network with a classifier for the labels.
   *
   * @throws IllegalArgumentException if it has no stages that a classifier could read
   */
  ModelDefinition withClassifier(
      TrainingPreset preset, RestorationNetwork whole, List<String> classes) {
    int usual = network == null ? preset.classifierBlocks() : network.classifierBlocks();
    int blocks = classifierBlocks == null ? usual : classifierBlocks;
    return ModelDefinition.of(
        whole, DegradationClassifier.fitting(whole, blocks, classes.size()), classes);
  }
}
