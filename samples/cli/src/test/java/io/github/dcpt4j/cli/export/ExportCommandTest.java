package io.github.dcpt4j.cli.export;

import static io.github.dcpt4j.cli.Terminal.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and weights made of checkpoints. */
class ExportCommandTest {

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

  private JsonNode scores(Path model) throws IOException {
    Path picture = Samples.picture(folder.resolve("photo.png"), 17, 9);
    return json(Terminal.run("classify", picture, "--model", model, "--json"))
        .get("files")
        .get(0)
        .get("scores");
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
  void aHeadOfTenClassesHasTheMethodsTenAndOneOfSevenNeedsNames() throws IOException {
    Checkpoint checkpoint = Samples.checkpoint();
    Path network = folder.resolve("network.safetensors");
    Samples.withoutClassifier(checkpoint).write(network);
    Path ten = bareHead(10);
    Path seven = bareHead(7);
    Path model = folder.resolve("model.onnx");

    Terminal named = Terminal.run("export", network, "--classifier", ten, "-o", model);
    Terminal unnamed = Terminal.run("export", network, "--classifier", seven, "-o", model);
    Terminal told =
        Terminal.run(
            "export", network, "--classifier", seven, "--labels", "a,b,c,d,e,f,g", "-o", model);

    assertThat(named.exitCode()).as(named.err()).isZero();
    assertThat(unnamed.exitCode()).isEqualTo(Failures.MODEL_OR_DEVICE_UNUSABLE);
    assertThat(unnamed.err()).contains("7 classes", "--labels");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(json(Terminal.run("info", "--json", model)).get("labels"))
        .hasToString("[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]");
  }

  /** The head alone, under its authors' names. */
  private Path bareHead(int classes) throws IOException {
    RestorationNetwork network = Samples.checkpoint().model().network();
    ModelDefinition model =
        ModelDefinition.of(
            network,
            DegradationClassifier.fitting(network, 1, classes),
            IntStream.range(0, classes).mapToObj(label -> "label-" + label).toList());
    Map<String, Tensor> head = new LinkedHashMap<>();
    Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(2))
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(DegradationClassifier.SCOPE)) {
                head.put(name.substring(DegradationClassifier.SCOPE.length()), tensor);
              }
            });
    return Samples.pyTorchFile(folder.resolve("head-%d.pth".formatted(classes)), head);
  }
}
