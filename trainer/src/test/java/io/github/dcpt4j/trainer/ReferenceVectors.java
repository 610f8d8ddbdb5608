package io.github.dcpt4j.trainer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.network.Baseline;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.PromptIr;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import io.github.dcpt4j.exporter.network.SwinIr;
import io.github.dcpt4j.exporter.network.SwinIr.Form;
import io.github.dcpt4j.exporter.network.SwinIrOptions;
import io.github.dcpt4j.exporter.network.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** One file of inputs, parameters and results of the authors' code. */
public final class ReferenceVectors {
  private static final String NETWORK = "param.";
  private static final String CLASSIFIER = "dc.param.";

  private final SafeTensors stored;

  private ReferenceVectors(Path file) {
    this.stored = SafeTensors.read(file);
  }

  /** Vectors among the test resources. */
  public static ReferenceVectors bundled(String name) {
    return new ReferenceVectors(bundledFile(name));
  }

  /** Vectors of the folder beside the project; the test is skipped where it is absent. */
  public static ReferenceVectors shared(String name) {
    Path file = Path.of(System.getProperty("dcpt4j.shared", "../shared"), "reference", name);
    assumeTrue(Files.exists(file), "the reference vectors " + file + " are not at hand");
    return name.endsWith(".gz") ? unpacked(file) : new ReferenceVectors(file);
  }

  private static ReferenceVectors unpacked(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Path unpacked = Files.createTempFile("dcpt4j", ".safetensors");
      try {
        Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
        return new ReferenceVectors(unpacked);
      } finally {
        Files.delete(unpacked);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of the test resources. */
  public static Path bundledFile(String name) {
    URL resource = ReferenceVectors.class.getResource("/reference/" + name);
    try {
      return Path.of(Objects.requireNonNull(resource, name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A structured field of the file's metadata. */
  public JsonNode metadata(String field) {
    try {
      return new ObjectMapper().readTree(stored.metadata().get(field));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The network that the vectors were made with. */
  public RestorationNetwork network() {
    JsonNode info = metadata("info");
    // The files of the networks as first published have no arch.
    String arch =
        info.has("arch")
            ? info.get("arch").textValue()
            : "original " + info.get("network").textValue();
    return network(arch, info.get("kwargs"));
  }

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

  private static Restormer restormer(Restormer.Form form, JsonNode arguments) {
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
                case "type" -> {} // the class, which chose the form
                default -> throw new IllegalArgumentException(argument.getKey());
              }
            });
    return network.build();
  }

  private static PromptIr promptIr(PromptIr.Form form, JsonNode arguments) {
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
                case "decoder" -> {} // always true
                default -> throw new IllegalArgumentException(argument.getKey());
              }
            });
    return network.build();
  }

  private static RestormerNorm norm(JsonNode name) {
    return name.textValue().equals("WithBias") ? RestormerNorm.WITH_BIAS : RestormerNorm.BIAS_FREE;
  }

  /** The NAFNet of constructor arguments as the authors' code names them. */
  private static NafNet nafNet(JsonNode arguments) {
    return new NafNet(
        arguments.get("width").intValue(),
        integers(arguments.get("enc_blk_nums")),
        arguments.get("middle_blk_num").intValue(),
        integers(arguments.get("dec_blk_nums")));
  }

  /** The head of the file's features. */
  public DegradationClassifier classifier() {
    JsonNode head = metadata("info").get("dc");
    DegradationClassifier withoutImage = classifier(head.get("kwargs"));
    return new DegradationClassifier(
        withoutImage.featureChannels(),
        withoutImage.residualBlocks(),
        withoutImage.classes(),
        head.get("arch").textValue().equals("PromptIR_DC"));
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
    return new NafNet(
        plain.width(),
        plain.encoderBlocks(),
        plain.middleBlocks(),
        plain.decoderBlocks(),
        info.has("arch") ? NafNetForm.DCPT : NafNetForm.ORIGINAL,
        3,
        trainingSize,
        fast,
        1);
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

  /** The head without image of constructor arguments as the authors' code names them. */
  public static DegradationClassifier classifier(JsonNode arguments) {
    return new DegradationClassifier(
        integers(arguments.get("feature_dims")),
        arguments.get("num_res_blocks").intValue(),
        arguments.get("num_classes").intValue(),
        false,
        arguments.path("downsample").asBoolean());
  }

  private static List<Integer> integers(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).map(JsonNode::intValue).toList();
  }

  /** The numbers of the inputs that there is such an output for, with their dots. */
  public List<String> numbers(String output) {
    return stored.weights().asMap().keySet().stream()
        .filter(name -> name.matches(Pattern.quote(output) + "(\\.\\d+)?"))
        .map(name -> name.substring(output.length()))
        .toList();
  }

  /** A stored tensor. */
  public Tensor tensor(String name) {
    return stored.weights().get(name);
  }

  /** A stored tensor of integers. */
  public int[] integers(String name) {
    float[] stored = tensor(name).data();
    int[] integers = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      integers[i] = Math.round(stored[i]);
    }
    return integers;
  }

  /** The parameters of network and classifier under this project's names. */
  public Weights weights() {
    Map<String, Tensor> all = new LinkedHashMap<>(group(NETWORK, ""));
    all.putAll(group(CLASSIFIER, DegradationClassifier.SCOPE));
    return new Weights(all);
  }

  /** The network's tensors of a kind such as gradients. */
  public Weights network(String kind) {
    return new Weights(group(kind + ".", ""));
  }

  /** The classifier's tensors of a kind such as gradients. */
  public Weights classifier(String kind) {
    return new Weights(group("dc." + kind + ".", DegradationClassifier.SCOPE));
  }

  private Map<String, Tensor> group(String prefix, String scope) {
    Map<String, Tensor> group = new LinkedHashMap<>();
    stored
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(prefix)) {
                group.put(scope + name.substring(prefix.length()), tensor);
              }
            });
    return group;
  }
}
