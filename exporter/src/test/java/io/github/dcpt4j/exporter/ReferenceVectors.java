package io.github.dcpt4j.exporter;

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
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Inputs, parameters and results of the authors' code. A few live among the test resources; the
 * larger ones in a folder beside the project, and tests that read those are skipped where it is
 * absent.
 */
public final class ReferenceVectors {

  private final SafeTensors stored;
  private final JsonNode info;

  private ReferenceVectors(SafeTensors stored) throws IOException {
    this.stored = stored;
    this.info = new ObjectMapper().readTree(stored.metadata().get("info"));
  }

  /** Vectors of the test resources. */
  public static ReferenceVectors bundled(String name) throws IOException {
    return new ReferenceVectors(SafeTensors.read(bundledFile(name)));
  }

  /** Vectors of the shared folder, unpacked where they are compressed. */
  public static ReferenceVectors shared(String name) throws IOException {
    Path file = sharedFile(name);
    if (!name.endsWith(".gz")) {
      return new ReferenceVectors(SafeTensors.read(file));
    }
    Path unpacked = Files.createTempFile("dcpt4j", ".safetensors");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
      return new ReferenceVectors(SafeTensors.read(unpacked));
    } finally {
      Files.delete(unpacked);
    }
  }

  /** A file of the test resources' reference folder. */
  public static Path bundledFile(String name) {
    URL resource = ReferenceVectors.class.getResource("/reference/" + name);
    try {
      return Path.of(Objects.requireNonNull(resource, name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file of the shared reference folder; the test is skipped where it is absent. */
  public static Path sharedFile(String name) {
    Path file = Path.of(System.getProperty("dcpt4j.shared", "../shared"), "reference", name);
    assumeTrue(Files.exists(file), "the reference vectors " + file + " are not at hand");
    return file;
  }

  /** The network that the vectors were made with, whichever it is. */
  public RestorationNetwork network() {
    // The files of the networks as first published have no arch.
    String arch =
        info.has("arch")
            ? info.get("arch").textValue()
            : "original " + info.get("network").textValue();
    return switch (arch) {
      case "Restormer" -> restormer(Restormer.Form.DCPT, info.get("kwargs"));
      case "Restormer_origin" -> restormer(Restormer.Form.DCPT_ORIGIN, info.get("kwargs"));
      case "original Restormer" -> restormer(Restormer.Form.ORIGINAL, info.get("kwargs"));
      case "PromptIR" -> promptIr(PromptIr.Form.DCPT, info.get("kwargs"));
      case "original PromptIR" -> promptIr(PromptIr.Form.ORIGINAL, info.get("kwargs"));
      default -> nafNet();
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
                case "window_size" -> {} // read by the test program alone
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

  /** Whether the vectors have a classifier. */
  public boolean hasClassifier() {
    return info.has("dc");
  }

  /** Whether the vectors have stage outputs. */
  public boolean hasStages() {
    return info.has("features");
  }

  /** How far an output of the first published networks, by its name, is from double precision. */
  public double originalError(String output) {
    return info.at("/outputs/" + output + "/max_abs_f32_minus_f64").doubleValue();
  }

  /** The NAFNet that the vectors were made with. */
  public NafNet nafNet() {
    JsonNode arguments = info.get("kwargs");
    return new NafNet(
        arguments.get("width").intValue(),
        integers(arguments.get("enc_blk_nums")),
        arguments.get("middle_blk_num").intValue(),
        integers(arguments.get("dec_blk_nums")));
  }

  /** The network that the vectors were made with. */
  public SwinIr swinIr() {
    return swinIr(info.get("kwargs"), info.has("arch") ? Form.DCPT : Form.ORIGINAL);
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

  /** What NAFNet and its relatives average over. */
  public enum PoolingKind {
    GLOBAL,
    LOCAL,
    FAST
  }

  /** NAFNet in any form, or Baseline, with the parameters of these vectors. */
  public RestorationNetwork network(PoolingKind pooling) {
    JsonNode arguments = info.get("kwargs");
    JsonNode trainingSize = arguments.has("train_size") ? arguments : info;
    List<Integer> size =
        pooling == PoolingKind.GLOBAL
            ? List.of()
            : integers(trainingSize.get("train_size")).subList(2, 4);
    int width = arguments.get("width").intValue();
    List<Integer> encoder = integers(arguments.get("enc_blk_nums"));
    int middle = arguments.get("middle_blk_num").intValue();
    List<Integer> decoder = integers(arguments.get("dec_blk_nums"));
    boolean fast = pooling == PoolingKind.FAST;
    if (info.path("class").asText().equals("Baseline")) {
      int depthwise = arguments.get("dw_expand").intValue();
      int feedForward = arguments.get("ffn_expand").intValue();
      return new Baseline(width, encoder, middle, decoder, depthwise, feedForward, 3, size, fast);
    }
    NafNetForm form = info.has("arch") ? NafNetForm.DCPT : NafNetForm.ORIGINAL;
    return new NafNet(width, encoder, middle, decoder, form, 3, size, fast, 1);
  }

  /** The numbers of the inputs that there is such an output for, with their dots. */
  public List<String> numbers(String output) {
    return stored.weights().asMap().keySet().stream()
        .filter(name -> name.matches(Pattern.quote(output) + "(\\.\\d+)?"))
        .map(name -> name.substring(output.length()))
        .toList();
  }

  /** The classifier that the vectors were made with. */
  public DegradationClassifier classifier() {
    return classifier(info.get("dc").get("arch"), info.get("dc").get("kwargs"));
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

  /** How far the authors' output in single precision is from theirs in double. */
  public double outputError() {
    return info.get("max_abs_f32_minus_f64").doubleValue();
  }

  /** The same for the logits, computed from the stored stage outputs. */
  public double logitsError() {
    return info.get("dc").get("max_abs_f32_minus_f64").doubleValue();
  }

  /** The same for one of several outputs of NAFNet and its relatives. */
  public double outputError(String number) {
    JsonNode numbered =
        info.has("cases")
            ? info.get("cases").get(number.substring(1))
            : info.get("outputs").get("output" + number);
    return numbered.get("max_abs_f32_minus_f64").doubleValue();
  }

  /** A structured field that tells of the vectors. */
  public JsonNode info(String field) {
    return info.get(field);
  }

  /** A stored tensor. */
  public Tensor tensor(String name) {
    return stored.weights().get(name);
  }

  /** The stage outputs, finest first: the authors' code collects them the other way round. */
  public List<Tensor> stages() {
    return stages("");
  }

  /** Other stage outputs, finest first, whose names begin differently. */
  public List<Tensor> stages(String prefix) {
    List<Tensor> stages = new ArrayList<>();
    for (int i = info.get("features").size() - 1; i >= 0; i--) {
      stages.add(tensor(prefix + "feature." + i));
    }
    return stages;
  }

  /** The parameters of network and classifier under this project's names. */
  public Weights weights() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    stored
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("param.")) {
                named.put(name.substring("param.".length()), tensor);
              } else if (name.startsWith("dc.param.")) {
                String own = name.substring("dc.param.".length());
                named.put(DegradationClassifier.SCOPE + own, tensor);
              }
            });
    return new Weights(named);
  }
}
