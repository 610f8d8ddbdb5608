package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** NAFNet in both forms, and Baseline. */
final class NafNetFamily implements NetworkFamily {

  private static final int COLOUR = 3;
  private static final int GREY = 1;
  private static final int LARGEST_STEM = 8;

  @Override
  public Optional<NetworkTraits> traits(Shapes shapes, ObjectNode given) {
    if (!shapes.has("intro.weight", 4) || !shapes.has("ending.weight")) {
      return Optional.empty();
    }
    boolean baseline = shapes.any(".+\\.se\\.1\\.weight");
    boolean original = shapes.any("decoders\\.\\d+\\..+");
    int levels = shapes.count("downs\\.\\d+\\.weight");
    NetworkTraits traits =
        new NetworkTraits(baseline ? "baseline" : "nafnet")
            .known("width", shapes.side("intro.weight", 0))
            .known("encoderBlocks", blocks(shapes, "encoders\\.%d", levels))
            .known("middleBlocks", shapes.count("middle_blks\\.\\d+\\.beta"))
            .known(
                "decoderBlocks", blocks(shapes, original ? "decoders\\.%d" : "decoder%d", levels));
    int channels = shapes.side("intro.weight", 1);
    if (baseline) {
      traits
          .known("imageChannels", channels)
          .known("depthwiseExpansion", expansion(shapes, "conv1"))
          .known("feedForwardExpansion", expansion(shapes, "conv4"));
    } else if (original || shapes.any("decoder\\d+\\..+")) {
      traits.known("form", original ? "original" : "dcpt");
    } else {
      traits.assumed("form", "dcpt", "the form dcpt, which pads nothing");
    }
    if (!baseline) {
      addStem(traits, channels, given);
    }
    return Optional.of(traits.assumed("localPooling", List.of(), "global pooling"));
  }

  /** Of an image's channels and the stem's side, the first convolution shows only the product. */
  private static void addStem(NetworkTraits traits, int channels, ObjectNode given) {
    OptionalInt fitting =
        IntStream.rangeClosed(2, LARGEST_STEM)
            .filter(side -> channels == COLOUR * side * side || channels == GREY * side * side)
            .findFirst();
    int stem = given.path("stem").asInt(fitting.orElse(1));
    if (fitting.isPresent()) {
      traits.assumed("stem", stem, "a stem of %d before %d channels".formatted(stem, channels));
    } else {
      traits.known("stem", stem);
    }
    traits.known("imageChannels", stem > 0 ? channels / (stem * stem) : channels);
  }

  private static List<Integer> blocks(Shapes shapes, String stage, int levels) {
    return IntStream.range(0, levels)
        .mapToObj(level -> shapes.count(stage.formatted(level) + "\\.\\d+\\.beta"))
        .toList();
  }

  private static int expansion(Shapes shapes, String convolution) {
    String weight = shapes.first(".+\\." + convolution + "\\.weight");
    return shapes.side(weight, 0) / shapes.side(weight, 1);
  }
}
