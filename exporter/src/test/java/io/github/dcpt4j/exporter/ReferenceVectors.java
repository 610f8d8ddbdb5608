package io.github.dcpt4j.exporter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIr.Form;
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

  private static final String NETWORK = "param.";
  private static final String CLASSIFIER = "dc.param.";

  private final SafeTensors stored;

  private ReferenceVectors(Path file) {
    this.stored = SafeTensors.read(file);
  }

  /** Vectors of the test resources. */
  public static ReferenceVectors bundled(String name) {
    return new ReferenceVectors(bundledFile(name));
  }

  /** Vectors of the shared folder, unpacked where they are compressed. */
  public static ReferenceVectors shared(String name) {
    Path file = sharedFile(name);
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

  /** A structured field of the file's metadata. */
  public JsonNode metadata(String field) {
    try {
      return new ObjectMapper().readTree(stored.metadata().get(field));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode info() {
    return metadata("info");
  }

  /** The network that the vectors were made with, whichever it is. */
  public RestorationNetwork network() {
    JsonNode info = info();
    // The files of the networks as first published have no arch.
    String arch =
        info.has("arch")
            ? info.get("arch").textValue()
            : "original " + info.get("network").textValue();
    return AuthorsArguments.network(arch, info.get("kwargs"));
  }

  /** Whether the vectors have a classifier. */
  public boolean hasClassifier() {
    return info().has("dc");
  }

  /** Whether the vectors have stage outputs. */
  public boolean hasStages() {
    return info().has("features");
  }

  /** How far an output of the first published networks, by its name, is from double precision. */
  public double originalError(String output) {
    return info().at("/outputs/" + output + "/max_abs_f32_minus_f64").doubleValue();
  }

  /** The NAFNet that the vectors were made with. */
  public NafNet nafNet() {
    return AuthorsArguments.nafNet(info().get("kwargs"));
  }

  /** The network that the vectors were made with. */
  public SwinIr swinIr() {
    return AuthorsArguments.swinIr(
        info().get("kwargs"), info().has("arch") ? Form.DCPT : Form.ORIGINAL);
  }

  /** What NAFNet and its relatives average over. */
  public enum PoolingKind {
    GLOBAL,
    LOCAL,
    FAST
  }

  /** NAFNet in any form, or Baseline, with the parameters of these vectors. */
  public RestorationNetwork network(PoolingKind pooling) {
    JsonNode info = info();
    JsonNode trainingSize = info.get("kwargs").has("train_size") ? info.get("kwargs") : info;
    List<Integer> size =
        pooling == PoolingKind.GLOBAL
            ? List.of()
            : integers(trainingSize.get("train_size")).subList(2, 4);
    return AuthorsArguments.network(info, size, pooling == PoolingKind.FAST);
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
    return AuthorsArguments.classifier(
        info().get("dc").get("arch"), info().get("dc").get("kwargs"));
  }

  private static List<Integer> integers(JsonNode numbers) {
    List<Integer> integers = new ArrayList<>();
    numbers.forEach(number -> integers.add(number.intValue()));
    return integers;
  }

  /** How far the authors' output in single precision is from theirs in double. */
  public double outputError() {
    return info().get("max_abs_f32_minus_f64").doubleValue();
  }

  /** The same for the logits, computed from the stored stage outputs. */
  public double logitsError() {
    return info().get("dc").get("max_abs_f32_minus_f64").doubleValue();
  }

  /** The same for one of several outputs of NAFNet and its relatives. */
  public double outputError(String number) {
    JsonNode numbered =
        info().has("cases")
            ? info().get("cases").get(number.substring(1))
            : info().get("outputs").get("output" + number);
    return numbered.get("max_abs_f32_minus_f64").doubleValue();
  }

  /** A structured field that tells of the vectors. */
  public JsonNode info(String field) {
    return info().get(field);
  }

  /** A stored tensor. */
  public Tensor tensor(String name) {
    return stored.weights().get(name);
  }

  /** A stored tensor of integers. */
  public int[] integers(String name) {
    float[] values = tensor(name).data();
    int[] integers = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = Math.round(values[i]);
    }
    return integers;
  }

  /** The stage outputs, finest first: the authors' code collects them the other way round. */
  public List<Tensor> stages() {
    return stages("");
  }

  /** Other stage outputs, finest first, whose names begin differently. */
  public List<Tensor> stages(String prefix) {
    List<Tensor> stages = new ArrayList<>();
    for (int i = info().get("features").size() - 1; i >= 0; i--) {
      stages.add(tensor(prefix + "feature." + i));
    }
    return stages;
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
