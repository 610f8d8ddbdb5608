package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network that {@code --network} names.
 *
 * @param description what is said of the network
 * @param classifierBlocks bottlenecks per level of the classifier that goes with it
 */
public record NetworkChoice(NetworkDescription description, int classifierBlocks) {

  private static final int CLASSIFIER_BLOCKS = 1;

  /** Reads a preset's name, or a file that describes a network in JSON. */
  public static final class Converter implements ITypeConverter<NetworkChoice> {

    @Override
    public NetworkChoice convert(String value) {
      return Architectures.preset(value)
          .map(
              preset ->
                  new NetworkChoice(
                      NetworkDescription.of(preset.network()), preset.classifierBlocks()))
          .orElseGet(() -> new NetworkChoice(read(Path.of(value)), CLASSIFIER_BLOCKS));
    }
  }

  /**
   * The network, where no checkpoint tells what is not said.
   *
   * @throws IllegalArgumentException if not all is said, or something is out of range
   */
  public RestorationNetwork network() {
    return description.network();
  }

  private static NetworkDescription read(Path file) {
    try {
      return NetworkDescription.parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          Text.of("%s describes no network: %s", file, e.getMessage()));
    } catch (IOException e) {
      throw new TypeConversionException(
          Text.of(
              "'%s' is neither a file that can be read nor one of %s",
              file, Architectures.presetNames()));
    }
  }
}
