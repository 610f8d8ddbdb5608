package io.github.dcpt4j.exporter.network.restormer;

import io.github.dcpt4j.exporter.network.Ratio;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What tensors show of the sizes that Restormer and PromptIR have in common. */
public final class RestormerTraits {

  private static final double USUAL_EXPANSION = 2.66;

  private RestormerTraits() {}

  /** Whether tensors are those of a network of this kind. */
  public static boolean isOf(TensorShapes shapes) {
    return shapes.has("patch_embed.proj.weight", 4)
        && shapes.any("(encoder_level\\d|latent|refinement)(\\.body)?\\.\\d+\\.attn\\..+");
  }

  /** Whether they have PromptIR's blocks after a prompt. */
  public static boolean hasPrompts(TensorShapes shapes) {
    return shapes.any("noise_level\\d\\.attn\\..+");
  }

  /** Sizes, norm and bias. */
  public static Traits of(TensorShapes shapes) {
    boolean norm = shapes.any(".+\\.norm1\\.body\\.bias");
    return new Traits()
        .known("dim", shapes.side("patch_embed.proj.weight", 0))
        .known(
            "blocks", RestormerParts.STAGES.stream().map(stage -> blocks(shapes, stage)).toList())
        .known("refinementBlocks", blocks(shapes, "refinement"))
        .known("heads", heads(shapes))
        .rounded("expansion", expansion(shapes))
        .known("norm", norm ? "WithBias" : "BiasFree")
        .known("bias", shapes.has("output.bias"));
  }

  private static int blocks(TensorShapes shapes, String stage) {
    return shapes.count(stage + "(\\.body)?\\.\\d+\\.attn\\.temperature");
  }

  private static List<Integer> heads(TensorShapes shapes) {
    return IntStream.range(0, RestormerParts.STAGES.size())
        .mapToObj(
            level -> {
              String temperature = temperature(shapes, level);
              // A level without blocks attends to nothing.
              return shapes.has(temperature) ? shapes.side(temperature, 0) : 1;
            })
        .toList();
  }

  private static String temperature(TensorShapes shapes, int level) {
    String others =
        switch (level) {
          case 0 -> "|refinement(\\.body)?\\.\\d+";
          // PromptIR's single blocks have the heads of this level.
          case 2 -> "|noise_level\\d";
          default -> "";
        };
    String blocks = RestormerParts.STAGES.get(level) + "(\\.body)?\\.\\d+" + others;
    return shapes.first(Text.of("(%s)\\.attn\\.temperature", blocks));
  }

  private static double expansion(TensorShapes shapes) {
    List<String> outputs =
        Stream.concat(RestormerParts.STAGES.stream(), Stream.of("refinement"))
            .map(stage -> shapes.first(stage + "(\\.body)?\\.\\d+\\.ffn\\.project_out\\.weight"))
            .filter(shapes::has)
            .toList();
    if (outputs.isEmpty()) {
      return USUAL_EXPANSION;
    }
    List<String> widestFirst = new ArrayList<>(outputs);
    widestFirst.sort((a, b) -> shapes.side(b, 0) - shapes.side(a, 0));
    return Ratio.roundest(
        widestFirst.stream().mapToInt(name -> shapes.side(name, 0)).toArray(),
        widestFirst.stream().mapToInt(name -> shapes.side(name, 1)).toArray(),
        USUAL_EXPANSION);
  }
}
