package io.github.dcpt4j.exporter.network.swinir;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.Ratio;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** SwinIR in both forms. */
public final class SwinIrArchitecture implements Architecture {

  private static final double USUAL_RATIO = 2;
  private static final int USUAL_WINDOW = 8;

  /** The published models for JPEG have this window, and another range of values. */
  private static final int JPEG_WINDOW = 7;

  private static final int JPEG_RANGE = 255;

  private static final String BLOCK = "\\.residual_group\\.blocks\\.\\d+\\.";

  @Override
  public String title() {
    return "SwinIR";
  }

  @Override
  public Class<SwinIr> type() {
    return SwinIr.class;
  }

  @Override
  public List<NetworkPreset> presets() {
    return List.of(new NetworkPreset("dcpt-swinir-5d", SwinIr.published(), 2));
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    Map<String, RestorationNetwork> samples = new LinkedHashMap<>();
    samples.put("DCPT", sample(SwinIr.Form.DCPT, List.of(1, 1, 1, 2, 1, 1)));
    samples.put("original", sample(SwinIr.Form.ORIGINAL, List.of(2, 1)));
    return samples;
  }

  private static SwinIr sample(SwinIr.Form form, List<Integer> depths) {
    List<Integer> heads = Collections.nCopies(depths.size(), 2);
    return new SwinIr(8, depths, heads, 4, 2, 1, form, SwinIrOptions.DEFAULT);
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    boolean original = shapes.any("layers\\.\\d+" + BLOCK + ".+");
    if (!shapes.has("conv_first.weight", 4)
        || !original && !shapes.any("encode_layers\\.\\d+" + BLOCK + ".+")) {
      return Optional.empty();
    }
    if (shapes.any("(conv_before_upsample|upsample|conv_up\\d)\\..+")) {
      throw new CheckpointException(
          "it is a SwinIR for super-resolution, which enlarges images: only those that restore"
              + " images at their own size can be used");
    }
    int channels = shapes.side("conv_first.weight", 0);
    int hidden = shapes.side(shapes.first(".+" + BLOCK + "mlp\\.fc1\\.weight"), 0);
    Traits traits =
        new Traits()
            .known("embedDim", channels)
            .rounded(
                "mlpRatio", Ratio.roundest(new int[] {channels}, new int[] {hidden}, USUAL_RATIO))
            .known("form", original ? "original" : "dcpt")
            .known("options.imageChannels", shapes.side("conv_first.weight", 1))
            .known("options.residual", shapes.has("conv_after_body.0.weight") ? "3conv" : "1conv")
            .known("options.qkvBias", shapes.any(".+\\.attn\\.qkv\\.bias"))
            .known("options.patchNorm", shapes.has("patch_embed.norm.weight"))
            .known("options.positionEmbedding", shapes.has("absolute_pos_embed"));
    return Optional.of(original ? original(traits, shapes) : dcpt(traits, shapes, channels));
  }

  private static Traits original(Traits traits, TensorShapes shapes) {
    int layers = shapes.count("layers\\.\\d+\\.residual_group\\.blocks\\.0\\.norm1\\.weight");
    List<Integer> heads =
        IntStream.range(0, layers).mapToObj(layer -> shapes.side(table(layer), 1)).toList();
    int window = window(shapes.side(table(0), 0));
    traits
        .known("depths", depths(shapes, "layers\\.%d", layers))
        .known("heads", heads)
        .known("window", window);
    if (shapes.has("absolute_pos_embed")) {
      imageSize(traits, shapes.side("absolute_pos_embed", 1));
    } else if (!shapes.any(".+\\.attn_mask") && isWithoutShift(shapes)) {
      // The buffers are there, but no block has a mask: none is shifted.
      traits.known("options.imageSize", List.of(window, window));
    }
    int range = window == JPEG_WINDOW ? JPEG_RANGE : 1;
    return traits.assumed("imageRange", (double) range, "imageRange " + range);
  }

  private static String table(int layer) {
    return Text.of("layers.%d.residual_group.blocks.0.attn.relative_position_bias_table", layer);
  }

  private static boolean isWithoutShift(TensorShapes shapes) {
    return shapes.any(
        "layers\\.\\d+\\.residual_group\\.blocks\\.\\d*[13579]\\.attn\\.relative_position_index");
  }

  /** Of a table with an entry for each distance between two pixels of a window. */
  private static int window(int distances) {
    return (root(distances) + 1) / 2;
  }

  private static void imageSize(Traits traits, int pixels) {
    int side = root(pixels);
    if (side * side == pixels) {
      traits.assumed(
          "options.imageSize", List.of(side, side), Text.of("training images of %1$dx%1$d", side));
    } else {
      traits.open(
          "options.imageSize",
          Text.of(
              "describe it with {\"options\": {\"imageSize\": [HEIGHT, WIDTH]}}, of %d pixels",
              pixels));
    }
  }

  private static int root(int square) {
    return (int) Math.round(Math.sqrt(square));
  }

  private static Traits dcpt(Traits traits, TensorShapes shapes, int channels) {
    int half = shapes.count("encode_layers\\.\\d+\\.residual_group\\.blocks\\.0\\.norm1\\.weight");
    int entries = Math.max(2 * half, SwinIr.DECODER_OFFSET + half);
    List<Integer> depths = new ArrayList<>(Collections.nCopies(entries, 0));
    List<Integer> encoder = depths(shapes, "encode_layers\\.%d", half);
    List<Integer> decoder = depths(shapes, "decode_layers%d", half);
    for (int i = 0; i < half; i++) {
      depths.set(i, encoder.get(i));
      depths.set(SwinIr.DECODER_OFFSET + i, decoder.get(i));
    }
    // With other than six entries, some are without effect.
    if (entries == 2 * SwinIr.DECODER_OFFSET) {
      traits.known("depths", depths);
    } else {
      traits.rounded("depths", depths);
    }
    return traits
        .assumed("window", USUAL_WINDOW, "window " + USUAL_WINDOW)
        .assumed("imageRange", 1.0, "imageRange 1")
        .open(
            "heads",
            Text.of(
                    "describe it with {\"heads\": [...]}, for each of the %d depths a number",
                    entries)
                + Text.of(
                    " that divides %d; the published network of 180 channels has 6 each",
                    channels));
  }

  private static List<Integer> depths(TensorShapes shapes, String layer, int layers) {
    return IntStream.range(0, layers)
        .mapToObj(i -> shapes.count(Text.of(layer, i) + BLOCK + "norm1\\.weight"))
        .toList();
  }
}
