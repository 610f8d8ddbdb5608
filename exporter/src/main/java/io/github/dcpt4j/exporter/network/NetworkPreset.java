package io.github.dcpt4j.exporter.network;

/**
 * A configuration that has a name.
 *
 * @param name for example {@code nafnet-16}
 * @param network the configuration
 * @param classifierBlocks bottlenecks per level of the classifier that belongs to it
 */
public record NetworkPreset(String name, RestorationNetwork network, int classifierBlocks) {

  @Override
  public String toString() {
    return name;
  }
}
