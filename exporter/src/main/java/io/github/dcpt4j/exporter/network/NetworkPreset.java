package io.github.dcpt4j.exporter.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Networks that have a name. */
public enum NetworkPreset {
  /** 1.5 million parameters: what two cores can train in hours. */
  NAFNET_16("nafnet-16", nafNet(16, List.of(1, 1, 2, 4)), 1),
  /** Twice as wide. */
  NAFNET_32("nafnet-32", nafNet(32, List.of(1, 1, 2, 4)), 1),
  /** NAFNet of the DCPT release for five degradations. */
  DCPT_NAFNET_5D("dcpt-nafnet-5d", nafNet(64, List.of(1, 1, 1, 28)), 2),
  /** Restormer of the DCPT release for five degradations. */
  DCPT_RESTORMER_5D("dcpt-restormer-5d", Restormer.builder().build(), 2),
  /** PromptIR of the DCPT release for five degradations. */
  DCPT_PROMPTIR_5D("dcpt-promptir-5d", PromptIr.builder().build(), 2),
  /** SwinIR of the DCPT release for five degradations. */
  DCPT_SWINIR_5D("dcpt-swinir-5d", swinIr(), 2);

  private final String label;
  private final RestorationNetwork network;
  private final int classifierBlocks;

  NetworkPreset(String label, RestorationNetwork network, int classifierBlocks) {
    this.label = label;
    this.network = network;
    this.classifierBlocks = classifierBlocks;
  }

  private static NafNet nafNet(int width, List<Integer> encoderBlocks) {
    return new NafNet(width, encoderBlocks, 1, List.of(1, 1, 1, 1));
  }

  private static SwinIr swinIr() {
    List<Integer> six = Collections.nCopies(6, 6);
    return new SwinIr(180, six, six, 8, 2, 1, SwinIr.Form.DCPT, SwinIrOptions.DEFAULT);
  }

  /** The name, such as {@code nafnet-16}. */
  public String label() {
    return label;
  }

  /** The network. */
  public RestorationNetwork network() {
    return network;
  }

  /** Bottlenecks per level of the classifier that goes with the network. */
  public int classifierBlocks() {
    return classifierBlocks;
  }

  /** The network of a name such as {@code nafnet-16}. */
  public static Optional<NetworkPreset> named(String name) {
    return Arrays.stream(values()).filter(preset -> preset.label.equals(name)).findAny();
  }

  /** All names. */
  public static String names() {
    return Arrays.stream(values()).map(preset -> preset.label).collect(Collectors.joining(", "));
  }
}
