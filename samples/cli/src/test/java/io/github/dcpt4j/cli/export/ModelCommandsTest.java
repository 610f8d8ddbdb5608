package io.github.dcpt4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classify, evaluate, export, info and doctor. */
class ModelCommandsTest {

  @TempDir private Path folder;

  @Test
  void exportsAModelThatInfoAndDoctorDescribe() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);
    Path model = folder.resolve("m.onnx");

    assertThat(Terminal.run("export", checkpoint, "-o", model).exitCode()).isZero();

    JsonNode ofCheckpoint = json(Terminal.run("info", checkpoint, "--json"));
    JsonNode ofModel = json(Terminal.run("info", model, "--json"));
    assertThat(ofModel.get("network")).isEqualTo(ofCheckpoint.get("network"));
    assertThat(ofModel.get("networkParameters")).isEqualTo(ofCheckpoint.get("networkParameters"));
    assertThat(ofModel.get("multiplyAccumulates256"))
        .isEqualTo(ofCheckpoint.get("multiplyAccumulates256"));
    assertThat(ofModel.get("card").get("name").asText()).isEqualTo("m");
    assertThat(ofCheckpoint.get("classifierParameters").asLong()).isPositive();
    assertThat(Terminal.run("doctor", "--model", model, "--device", "cpu").out())
        .contains("1.23", "device        cpu", "data          none")
        .contains("test graph    cpu: CPUExecutionProvider computed ")
        .containsPattern("training      PyTorch 2.*; on .* nafnet-16 is right \\(outputs off by ");
  }

  @Test
  void doctorTellsWhatADeviceTakesAndWhatRan() throws IOException {
    Terminal terminal = Terminal.run("doctor", "--json");

    JsonNode found = json(terminal);
    assertThat(terminal.exitCode()).isZero();
    assertThat(found.get("driver").get("file").asText()).contains("cuda");
    assertThat(found.get("trial").get("providers").fieldNames().next())
        .endsWith("ExecutionProvider");
    assertThat(found.get("model").get("device")).isEqualTo(found.get("trial").get("device"));
    boolean onCpu = found.get("trial").get("device").asText().equals("cpu");
    assertThat(found.get("trial").has("whyNotBetter")).isEqualTo(onCpu);
    assertThat(found.get("model").has("whyNotBetter")).isEqualTo(onCpu);
  }

  @Test
  void doctorDescribesTheRestWhereADeviceCannotBeUsed() throws IOException {
    Terminal terminal = Terminal.run("doctor", "--json", "--device", "cuda:999");

    JsonNode found = json(terminal.out());
    assertThat(terminal.exitCode()).isEqualTo(Failures.MODEL_OR_DEVICE_UNUSABLE);
    assertThat(found.get("onnxRuntime").asText()).startsWith("1.23");
    assertThat(found.has("trial")).isFalse();
    assertThat(terminal.err()).contains(found.get("problem").asText());
  }

  @Test
  void exportsTheHeadsThatAreAskedFor() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);
    Path model = folder.resolve("m.onnx");

    Terminal terminal =
        Terminal.run("export", checkpoint, "-o", model, "--heads", "restoration", "--name", "bare");

    assertThat(terminal.exitCode()).isZero();
    JsonNode card = json(Terminal.run("info", model, "--json")).get("card");
    assertThat(card.get("heads")).hasSize(1);
    assertThat(card.get("name").asText()).isEqualTo("bare");
  }

  @Test
  void exportsInLowerPrecisionAndTellsHowCloseItComes() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);
    Path pictures = Samples.picture(folder.resolve("pictures/a.png"), 48, 32).getParent();
    for (String precision : List.of("fp16", "int8")) {
      Path model = folder.resolve(precision + ".onnx");

      Terminal terminal =
          Terminal.run(
              "export",
              checkpoint,
              "-o",
              model,
              "--precision",
              precision,
              "--calibration",
              pictures);

      assertThat(terminal.exitCode()).as(terminal.err()).isZero();
      assertThat(terminal.err()).doesNotContain("warning");
      String figures = precision + ": \\d+\\.\\d dB, 100 % same labels against fp32 on 1 pictures";
      assertThat(terminal.out()).containsPattern(figures);
      assertThat(Terminal.run("info", model).out()).containsPattern("precision: " + figures);
      JsonNode ofModel = json(Terminal.run("info", model, "--json"));
      assertThat(ofModel.get("precision").asText()).isEqualTo(precision);
      assertThat(ofModel.get("card").get("fidelity").get("psnr").asDouble()).isGreaterThan(38);
      assertThat(Terminal.run("classify", pictures.resolve("a.png"), "--model", model).exitCode())
          .isZero();
    }
  }

  @Test
  void aFigureBelowTheOneThatIsAskedForIsRefused() {
    Path checkpoint = Samples.checkpointIn(folder);
    Path pictures = Samples.picture(folder.resolve("pictures/a.png"), 48, 32).getParent();
    Path model = folder.resolve("m.onnx");

    Terminal terminal =
        Terminal.run(
            "export",
            checkpoint,
            "-o",
            model,
            "--precision",
            "fp16",
            "--calibration",
            pictures,
            "--accept-psnr",
            "149");

    assertThat(terminal.exitCode()).isEqualTo(3);
    assertThat(terminal.err().lines()).singleElement().asString().contains("149.0 are asked for");
    assertThat(model).doesNotExist();
  }

  @Test
  void lowerPrecisionNeedsPicturesAndFp32DoesNot() {
    Path checkpoint = Samples.checkpointIn(folder);
    Path model = folder.resolve("m.onnx");

    Terminal without = Terminal.run("export", checkpoint, "-o", model, "--precision", "int8");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("--calibration DIR");

    Terminal missing =
        Terminal.run(
            "export", checkpoint, "-o", model, "--precision", "fp16", "--calibration", "nowhere");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("nowhere is no folder");

    Terminal idle = Terminal.run("export", checkpoint, "-o", model, "--calibration", folder);
    assertThat(idle.exitCode()).isEqualTo(2);
    assertThat(idle.err()).contains("add --precision");
  }

  @Test
  void joinsANetworkAndAClassifierOfDifferentFiles() throws IOException {
    Path whole = Samples.checkpointIn(folder);
    Map<String, Tensor> network = new LinkedHashMap<>();
    Map<String, Tensor> head = new LinkedHashMap<>();
    Samples.checkpoint()
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("classifier.")) {
                head.put(name.substring("classifier.".length()), tensor);
              } else {
                network.put(name, tensor);
              }
            });
    Path bareNetwork = folder.resolve("network.safetensors");
    Path bareHead = folder.resolve("head.safetensors");
    new SafeTensors(Map.of(), new Weights(network)).write(bareNetwork);
    new SafeTensors(Map.of(), new Weights(head)).write(bareHead);
    Path description = Files.writeString(folder.resolve("network.json"), Samples.TINY_NETWORK);
    Path expected = Samples.modelIn(folder);

    for (Path classifier : List.of(whole, bareHead)) {
      Path model = folder.resolve("joined.onnx");
      Terminal terminal =
          Terminal.run(
              "export",
              bareNetwork,
              "-o",
              model,
              "--network",
              description,
              "--classifier",
              classifier);
      assertThat(terminal.exitCode()).as(terminal.err()).isZero();
      assertThat(scores(model)).isEqualTo(scores(expected));
    }
    Terminal none =
        Terminal.run("export", whole, "-o", folder.resolve("no.onnx"), "--classifier", bareNetwork);
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.err()).contains("holds no classifier");
  }

  @Test
  void exportsFilesOfPyTorch() throws IOException {
    Map<String, Tensor> network = new LinkedHashMap<>();
    Map<String, Tensor> head = new LinkedHashMap<>();
    Samples.checkpoint()
        .weights()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("classifier.")) {
                head.put("module." + name.substring("classifier.".length()), tensor);
              } else {
                network.put("module." + name, tensor);
              }
            });
    Path bareNetwork = Samples.pyTorchFile(folder.resolve("network.pth"), network);
    Path bareHead = Samples.pyTorchFile(folder.resolve("head.pth"), head);
    Path model = folder.resolve("joined.onnx");

    Terminal export =
        Terminal.run(
            "export", bareNetwork, "-o", model, "--classifier", bareHead, "--weights", "params");

    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(scores(model)).isEqualTo(scores(Samples.modelIn(folder)));
    assertThat(json(Terminal.run("info", bareNetwork, "--json")).get("network"))
        .isEqualTo(json(Terminal.run("info", model, "--json")).get("network"));
    Terminal none = Terminal.run("export", bareNetwork, "-o", model, "--weights", "params_ema");
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.err()).contains("no weights under 'params_ema', but under [params]");
  }

  @Test
  void exportsWeightsForOtherPrograms() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);
    Path weights = folder.resolve("weights.safetensors");
    Path local = Files.writeString(folder.resolve("local.json"), "{\"localPooling\": [32, 32]}");
    Path model = folder.resolve("m.onnx");

    Terminal export = Terminal.run("export", checkpoint, "-o", weights, "--format", "safetensors");
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(SafeTensors.read(weights).weights().asMap()).containsKey("decoders.0.0.beta");
    assertThat(Terminal.run("export", weights, "-o", model).out())
        .contains(
            "assumed: global pooling (names and shapes do not tell; override with --network)");
    assertThat(Terminal.run("info", weights).out()).contains("assumed: global pooling");
    assertThat(Terminal.run("export", weights, "-o", model, "--network", local).out())
        .doesNotContain("assumed");
    assertThat(Terminal.run("info", model).out()).contains("\"localPooling\":[32,32]");

    Terminal wrong =
        Terminal.run(
            "export", checkpoint, "-o", weights, "--format", "safetensors", "--heads", "both");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--heads is for graphs");
  }

  private JsonNode scores(Path model) throws IOException {
    Path picture = Samples.picture(folder.resolve("photo.png"), 17, 9);
    return json(Terminal.run("classify", picture, "--model", model, "--json"))
        .get("files")
        .get(0)
        .get("scores");
  }

  @Test
  void refusesCheckpointsThatItCannotUse() throws IOException {
    Path cut = Samples.cutOff(Samples.checkpointIn(folder), folder.resolve("cut.safetensors"));
    Path foreign = folder.resolve("foreign.safetensors");
    new SafeTensors(Map.of(), new Weights(Map.of("w", new Tensor(List.of(1), new float[] {1}))))
        .write(foreign);
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no checkpoint at all");
    Path missing = folder.resolve("missing.safetensors");
    Path out = Files.createDirectory(folder.resolve("out"));

    for (Path broken : List.of(cut, foreign, text, missing)) {
      Terminal export = Terminal.run("export", broken, "-o", out.resolve("m.onnx"));
      assertThat(export.exitCode()).as("export of %s", broken).isEqualTo(3);
      assertThat(export.err().lines()).singleElement().asString().contains(broken.toString());
      Terminal info = Terminal.run("info", broken);
      assertThat(info.exitCode()).as("info of %s", broken).isEqualTo(3);
      assertThat(info.err().lines()).hasSize(1);
    }
    assertThat(Samples.names(out)).isEmpty();
  }

  @Test
  void refusesAnOutputThatCannotBeWritten() {
    Path checkpoint = Samples.checkpointIn(folder);

    for (Path output : List.of(folder, folder.resolve("nowhere/m.onnx"))) {
      Terminal terminal = Terminal.run("export", checkpoint, "-o", output);
      assertThat(terminal.exitCode()).isEqualTo(2);
      assertThat(terminal.err().lines()).hasSize(1);
    }
  }

  @Test
  void classifiesAndGoesOnAfterABrokenFile() throws IOException {
    Path model = Samples.modelIn(folder);
    Path picture = Samples.picture(folder.resolve("photo.png"), 17, 9);

    Terminal terminal =
        Terminal.run(
            "classify", folder.resolve("missing.png"), picture, "--model", model, "--json");

    assertThat(terminal.exitCode()).isEqualTo(1);
    JsonNode files = json(terminal.out()).get("files");
    assertThat(files.get(0).get("error").asText()).contains("missing.png");
    JsonNode scores = files.get(1).get("scores");
    String top = files.get(1).get("top").asText();
    assertThat(scores).hasSize(Samples.LABELS.size());
    scores.forEach(
        score -> assertThat(scores.get(top).asDouble()).isGreaterThanOrEqualTo(score.asDouble()));
  }

  @Test
  void evaluatesPairsAndWritesAReport() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("derain");
    Samples.picture(data.resolve("input/a&b.png"), 16, 24);
    Samples.picture(data.resolve("target/a&b.png"), 16, 24);
    Path report = folder.resolve("report.html");

    JsonNode json =
        json(
            Terminal.run(
                "evaluate", "--data", data, "--model", model, "--report", report, "--json"));

    assertThat(json.get("images").asInt()).isEqualTo(1);
    assertThat(json.get("label").asText()).isEqualTo("rain");
    assertThat(json.get("inputPsnr").asText()).isEqualTo("Infinity");
    assertThat(json.get("inputSsim").asDouble()).isEqualTo(1);
    assertThat(json.get("psnr").asDouble()).isFinite();
    assertThat(json.get("accuracy").asDouble()).isIn(0.0, 1.0);
    assertThat(report).content().contains("a&amp;b.png", "data:image/jpeg;base64,");
  }

  @Test
  void evaluatesTheMeanOverMirrorImagesWhereAsked() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("restored");
    Path input = data.resolve("input/a.png");
    Path restored = data.resolve("target/a.png");
    Samples.picture(input, 16, 24);
    Files.createDirectories(restored.getParent());
    Terminal.run("restore", input, "-o", restored, "--model", model, "--augment");

    // Against what restore --augment wrote, the same mean is exact and a single pass is not.
    Object[] command = {"evaluate", "--data", data, "--model", model, "--json"};
    List<Object> augmented = new ArrayList<>(List.of(command));
    augmented.add("--augment");

    assertThat(json(Terminal.run(augmented.toArray())).get("psnr").asText()).isEqualTo("Infinity");
    assertThat(json(Terminal.run(command)).get("psnr").asDouble()).isFinite();
  }

  @Test
  void averagesCheckpointsByTheSharesGiven() {
    Path one = Samples.checkpointIn(folder);
    Checkpoint zero = Samples.checkpoint();
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    zero.weights()
        .asMap()
        .forEach((n, t) -> zeros.put(n, new Tensor(t.shape(), new float[t.data().length])));
    Path other = folder.resolve("zero.safetensors");
    new Checkpoint(zero.model(), new Weights(zeros), Map.of("data", "nothing")).write(other);
    Path mean = folder.resolve("mean.safetensors");

    Terminal terminal = Terminal.run("average", one, other, "--shares", "1,3", "-o", mean);

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    Checkpoint written = Checkpoint.read(mean);
    assertThat(written.provenance().get("data")).isEqualTo("mean of 1.0 (none) + 3.0 (nothing)");
    float first = Checkpoint.read(one).weights().get("intro.weight").data()[0];
    assertThat(written.weights().get("intro.weight").data()[0]).isEqualTo(first / 4);
  }

  @Test
  void averagingRefusesASurplusShareAndWritesNothing() {
    Path one = Samples.checkpointIn(folder);
    Path mean = folder.resolve("mean.safetensors");

    Terminal terminal = Terminal.run("average", one, one, "--shares", "1,1,1", "-o", mean);

    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err()).contains("--shares: 2 checkpoints need as many shares, not 3");
    assertThat(mean).doesNotExist();
  }

  @Test
  void evaluatesSeveralFoldersInOneReport() throws IOException {
    Path model = Samples.modelIn(folder);
    Path rain = folder.resolve("rain");
    Path photographs = folder.resolve("photographs");
    Samples.picture(rain.resolve("input/a.png"), 16, 24);
    Samples.picture(rain.resolve("target/a.png"), 16, 24);
    Samples.picture(photographs.resolve("target/b.png"), 32, 24);
    Path report = folder.resolve("report.html");
    Object[] command = {
      "evaluate", "--data", rain, "--data", photographs, "--noise", "25", "--model", model
    };

    Terminal text = Terminal.run(command);
    List<Object> withReport = new ArrayList<>(List.of(command));
    withReport.addAll(List.of("--report", report, "--json"));
    JsonNode json = json(Terminal.run(withReport.toArray()));

    assertThat(text.out())
        .contains("on rain, 1 pictures", "on photographs, 1 pictures", "mean of 2");
    assertThat(json.get("sets")).hasSize(2);
    assertThat(json.get("sets").get(0).get("label").asText()).isEqualTo("rain");
    assertThat(json.get("sets").get(1).get("label").asText()).isEqualTo("noise");
    assertThat(json.get("psnr").asDouble())
        .isEqualTo(
            (json.get("sets").get(0).get("psnr").asDouble()
                    + json.get("sets").get(1).get("psnr").asDouble())
                / 2);
    assertThat(report).content().contains("a.png", "b.png", "mean of the sets", "class=\"matrix\"");
  }

  @Test
  void evaluatesWithNoise() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("photos");
    Samples.picture(data.resolve("target/a.png"), 64, 64);

    JsonNode json =
        json(Terminal.run("evaluate", "--data", data, "--model", model, "--noise", "25", "--json"));

    // 20.17 dB is sigma 25; limiting to 8 bits takes some of the noise away again.
    assertThat(json.get("inputPsnr").asDouble()).isBetween(20.1, 22.5);
    assertThat(json.get("label").asText()).isEqualTo("noise");
  }

  @Test
  void anEvaluationOfABrokenSetSaysWhy() {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("set");
    Samples.picture(data.resolve("input/a.png"), 16, 16);
    Samples.picture(data.resolve("target/a.png"), 16, 17);

    Terminal sizes = Terminal.run("evaluate", "--data", data, "--model", model);
    Terminal noise = Terminal.run("evaluate", "--data", data, "--model", model, "--noise", "25");
    Terminal label = Terminal.run("evaluate", "--data", data, "--model", model, "--label", "snow");

    assertThat(sizes.exitCode()).isEqualTo(1);
    assertThat(sizes.err().lines()).singleElement().asString().contains("16x16", "16x17");
    assertThat(noise.exitCode()).isEqualTo(2);
    assertThat(label.exitCode()).isEqualTo(2);
    assertThat(label.err()).contains("snow");
  }

  private static JsonNode json(Terminal terminal) throws IOException {
    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    return json(terminal.out());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
  }
}
