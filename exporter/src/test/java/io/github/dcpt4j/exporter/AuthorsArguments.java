package io.github.dcpt4j.exporter;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.Baseline;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIr.Form;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import java.util.ArrayList;
import java.util.List;

/** Networks by the constructor arguments of their authors' code. */
public final class AuthorsArguments {

  private AuthorsArguments() {}

  /** The network of a class and its constructor arguments as the authors' code names them. */
  public static RestorationNetwork network(String arch, JsonNode arguments) {
    return switch (arch) {
      case "Restormer" -> restormer(Restormer.Form.DCPT, arguments);
      case "Restormer_origin" -> restormer(Restormer.Form.DCPT_ORIGIN, arguments);
      case "original Restormer" -> restormer(Restormer.Form.ORIGINAL, arguments);
      case "PromptIR" -> promptIr(PromptIr.Form.DCPT, arguments);
      case "original PromptIR" -> promptIr(PromptIr.Form.ORIGINAL, arguments);
      default -> nafNet(arguments);
    };
  }

  /** A Restormer of constructor arguments as the authors' code names them. */
  public static Restormer restormer(Restormer.Form form, JsonNode arguments) {
    Restormer.Builder network = Restormer.builder().form(form);
    arguments
        .properties()
        .forEach(
            argument -> {
              JsonNode value = argument.getValue();
              switch (argument.getKey()) {
                case "dim" -> network.dim(value.intValue());
                case "num_blocks" -> network.blocks(integers(value));
                case "num_refinement_blocks" -> network.refinementBlocks(value.intValue());
                case "heads" -> network.heads(integers(value));
                case "ffn_expansion_factor" -> network.expansion(value.doubleValue());
                case "bias" -> network.bias(value.booleanValue());
                case "LayerNorm_type" -> network.norm(norm(value));
                case "inp_channels" -> network.inputChannels(value.intValue());
                case "out_channels" -> network.outputChannels(value.intValue());
                case "dual_pixel_task" -> network.dualPixel(value.booleanValue());
                case "window_size", "type" -> {} // read by the test program alone
                default -> throw new IllegalArgumentException(argument.getKey());
              }
            });
    return network.build();
  }

  /** A PromptIR of constructor arguments as the authors' code names them. */
  public static PromptIr promptIr(PromptIr.Form form, JsonNode arguments) {
    PromptIr.Builder network = PromptIr.builder().form(form);
    arguments
        .properties()
        .forEach(
            argument -> {
              JsonNode value = argument.getValue();
              switch (argument.getKey()) {
                case "dim" -> network.dim(value.intValue());
                case "num_blocks" -> network.blocks(integers(value));
                case "num_refinement_blocks" -> network.refinementBlocks(value.intValue());
                case "heads" -> network.heads(integers(value));
                case "ffn_expansion_factor" -> network.expansion(value.doubleValue());
                case "decoder", "window_size" -> {} // always true; read by the test program alone
                default -> throw new IllegalArgumentException(argument.getKey());
              }
            });
    return network.build();
  }

  private static RestormerNorm norm(JsonNode name) {
    return name.textValue().equals("WithBias") ? RestormerNorm.WITH_BIAS : RestormerNorm.BIAS_FREE;
  }

  /** A NAFNet of constructor arguments as the authors' code names them. */
  static NafNet nafNet(JsonNode arguments) {
    return new NafNet(
        arguments.get("width").intValue(),
        integers(arguments.get("enc_blk_nums")),
        arguments.get("middle_blk_num").intValue(),
        integers(arguments.get("dec_blk_nums")));
  }

  /** The network of constructor arguments of the authors' code. */
  public static SwinIr swinIr(JsonNode arguments, Form form) {
    SwinIrOptions usual = SwinIrOptions.DEFAULT;
    JsonNode size = arguments.path("img_size");
    SwinIrOptions options =
        new SwinIrOptions(
            arguments.path("in_chans").asInt(usual.imageChannels()),
            arguments.path("resi_connection").asText().equals("3conv")
                ? Residual.THREE_CONVOLUTIONS
                : Residual.ONE_CONVOLUTION,
            arguments.path("qkv_bias").asBoolean(usual.qkvBias()),
            arguments.path("patch_norm").asBoolean(usual.patchNorm()),
            arguments.path("ape").asBoolean(usual.positionEmbedding()),
            size.isInt() ? List.of(size.intValue(), size.intValue()) : sizes(size, usual));
    return new SwinIr(
        arguments.get("embed_dim").intValue(),
        integers(arguments.get("depths")),
        integers(arguments.get("num_heads")),
        arguments.get("window_size").intValue(),
        arguments.get("mlp_ratio").doubleValue(),
        arguments.path("img_range").asDouble(1),
        form,
        options);
  }

  private static List<Integer> sizes(JsonNode size, SwinIrOptions usual) {
    return size.isArray() ? integers(size) : usual.imageSize();
  }

  /**
   * NAFNet in any form, or Baseline, as the field "info" of a file describes it.
   *
   * @param trainingSize height and width for local pooling, or none
   */
  public static RestorationNetwork network(
      JsonNode info, List<Integer> trainingSize, boolean fast) {
    JsonNode arguments = info.get("kwargs");
    NafNet plain = nafNet(arguments);
    if (info.path("class").asText().equals("Baseline")) {
      return new Baseline(
          plain.width(),
          plain.encoderBlocks(),
          plain.middleBlocks(),
          plain.decoderBlocks(),
          arguments.get("dw_expand").intValue(),
          arguments.get("ffn_expand").intValue(),
          3,
          trainingSize,
          fast);
    }
    return plain
        .withForm(info.has("arch") ? NafNetForm.DCPT : NafNetForm.ORIGINAL)
        .withLocalPooling(trainingSize, fast);
  }

  /** The classifier without image of constructor arguments of the authors' code. */
  public static DegradationClassifier classifier(JsonNode arguments) {
    return new DegradationClassifier(
        integers(arguments.get("feature_dims")),
        arguments.get("num_res_blocks").intValue(),
        arguments.get("num_classes").intValue(),
        false,
        arguments.path("downsample").asBoolean());
  }

  /** The classifier of a class name and constructor arguments of the authors' code. */
  public static DegradationClassifier classifier(JsonNode className, JsonNode arguments) {
    return new DegradationClassifier(
        integers(arguments.get("feature_dims")),
        arguments.get("num_res_blocks").intValue(),
        arguments.get("num_classes").intValue(),
        className.textValue().equals("PromptIR_DC"),
        arguments.path("downsample").asBoolean());
  }

  private static List<Integer> integers(JsonNode numbers) {
    List<Integer> integers = new ArrayList<>();
    numbers.forEach(number -> integers.add(number.intValue()));
    return integers;
  }
}
