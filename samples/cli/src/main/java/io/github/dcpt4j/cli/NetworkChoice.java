package io.github.dcpt4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network that {@code --network} names.
 *
 * @param network the network
 * @param classifierBlocks bottlenecks per level of the classifier that goes with it
 */
record NetworkChoice(RestorationNetwork network, int classifierBlocks) {

  private static final int CLASSIFIER_BLOCKS = 1;

  /** Reads a preset's name, or a file that describes a network in JSON. */
  static final class Converter implements ITypeConverter<NetworkChoice> {

    @Override
    public NetworkChoice convert(String value) {
      return NetworkPreset.named(value)
          .map(preset -> new NetworkChoice(preset.network(), preset.classifierBlocks()))
          .orElseGet(() -> new NetworkChoice(read(Path.of(value)), CLASSIFIER_BLOCKS));
    }
  }

  private static RestorationNetwork read(Path file) {
    try {
      return JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readValue(Files.readString(file), RestorationNetwork.class);
    } catch (JsonProcessingException e) {
      throw new TypeConversionException("%s describes no network: %s".formatted(file, reason(e)));
    } catch (IOException e) {
      throw new TypeConversionException(
          "'%s' is neither a file that can be read nor one of %s"
              .formatted(file, NetworkPreset.names()));
    }
  }

  // Jackson's own words for a missing field end in the name of one of its switches.
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceFirst("Missing creator property '(\\w+)'.*", "'$1' is missing");
  }
}
