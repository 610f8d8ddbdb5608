package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Restormer in all three forms, and PromptIR in both. */
final class RestormerFamily implements NetworkFamily {

  private static final double USUAL_EXPANSION = 2.66;
  private static final List<String> STAGES =
      List.of("encoder_level1", "encoder_level2", "encoder_level3", "latent");

  @Override
  public Optional<NetworkTraits> traits(Shapes shapes, ObjectNode given) {
    if (!shapes.has("patch_embed.proj.weight", 4)
        || !shapes.any("(encoder_level\\d|latent|refinement)(\\.body)?\\.\\d+\\.attn\\..+")) {
      return Optional.empty();
    }
    NetworkTraits traits =
        shapes.any("noise_level\\d\\.attn\\..+")
            ? new NetworkTraits("promptir")
                .known("form", shapes.has("chnl_reduce1.weight") ? "original" : "dcpt")
            : restormer(shapes, given);
    boolean norm = shapes.any(".+\\.norm1\\.body\\.bias");
    return Optional.of(
        traits
            .known("dim", shapes.side("patch_embed.proj.weight", 0))
            .known("blocks", STAGES.stream().map(stage -> blocks(shapes, stage)).toList())
            .known("refinementBlocks", blocks(shapes, "refinement"))
            .known("heads", heads(shapes))
            .rounded("expansion", expansion(shapes))
            .known("norm", norm ? "WithBias" : "BiasFree")
            .known("bias", shapes.has("output.bias")));
  }

  private static NetworkTraits restormer(Shapes shapes, ObjectNode given) {
    NetworkTraits traits =
        new NetworkTraits("restormer")
            .known("inputChannels", shapes.side("patch_embed.proj.weight", 1))
            .known("outputChannels", shapes.side("output.weight", 0))
            .known("dualPixel", shapes.has("skip_conv.weight"));
    if (shapes.any(".+\\.body\\.\\d+\\.attn\\..+")) {
      return traits.known("form", "dcpt");
    }
    if (shapes.any(".+\\.attn\\.qkv\\.bias")) {
      return traits.known("form", "original");
    }
    if (shapes.has("output.bias")) {
      return traits.known("form", "dcpt-origin");
    }
    if (given.has("form")) {
      return traits;
    }
    return switch (given.path("attention").asText()) {
      case "relu" -> traits.known("form", "dcpt-origin");
      case "softmax" -> traits.known("form", "original");
      default ->
          traits
              .known("form", "original")
              .assumed("attention", "softmax", "attention softmax, as first published");
    };
  }

  private static int blocks(Shapes shapes, String stage) {
    return shapes.count(stage + "(\\.body)?\\.\\d+\\.attn\\.temperature");
  }

  private static List<Integer> heads(Shapes shapes) {
    return IntStream.range(0, STAGES.size())
        .mapToObj(
            level -> {
              String temperature = temperature(shapes, level);
              // A level without blocks attends to nothing.
              return shapes.has(temperature) ? shapes.side(temperature, 0) : 1;
            })
        .toList();
  }

  private static String temperature(Shapes shapes, int level) {
    String others =
        switch (level) {
          case 0 -> "|refinement(\\.body)?\\.\\d+";
          // PromptIR's single blocks have the heads of this level.
          case 2 -> "|noise_level\\d";
          default -> "";
        };
    String blocks = STAGES.get(level) + "(\\.body)?\\.\\d+" + others;
    return shapes.first("(%s)\\.attn\\.temperature".formatted(blocks));
  }

  private static double expansion(Shapes shapes) {
    List<String> outputs =
        Stream.concat(STAGES.stream(), Stream.of("refinement"))
            .map(stage -> shapes.first(stage + "(\\.body)?\\.\\d+\\.ffn\\.project_out\\.weight"))
            .filter(shapes::has)
            .toList();
    if (outputs.isEmpty()) {
      return USUAL_EXPANSION;
    }
    List<String> widestFirst = new ArrayList<>(outputs);
    widestFirst.sort((a, b) -> shapes.side(b, 0) - shapes.side(a, 0));
    return NetworkFamily.factor(
        widestFirst.stream().mapToInt(name -> shapes.side(name, 0)).toArray(),
        widestFirst.stream().mapToInt(name -> shapes.side(name, 1)).toArray(),
        USUAL_EXPANSION);
  }
}
