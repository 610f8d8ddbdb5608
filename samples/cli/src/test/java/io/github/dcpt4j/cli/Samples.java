package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Files to try commands on. */
final class Samples {

  static final List<String> LABELS = List.of("rain", "noise", "haze", "low-light", "motion-blur");

  static final String TINY_NETWORK =
      """
      {"network":"nafnet","width":2,"encoderBlocks":[1,1],"middleBlocks":1,"decoderBlocks":[1,1]}
      """;

  private Samples() {}

  /** A tiny network of fresh weights, with a classifier. */
  static Checkpoint checkpoint() {
    NafNet network = new NafNet(2, List.of(1, 1), 1, List.of(1, 1));
    ModelDefinition model =
        ModelDefinition.of(
            network, DegradationClassifier.fitting(network, 1, LABELS.size()), LABELS);
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
    return new Checkpoint(model, weights, Map.of("data", "none"));
  }

  static Path checkpointIn(Path folder) {
    Path file = folder.resolve("tiny.safetensors");
    checkpoint().write(file);
    return file;
  }

  static Path modelIn(Path folder) {
    Path file = folder.resolve("tiny.onnx");
    Checkpoint checkpoint = checkpoint();
    new OnnxExporter()
        .export(checkpoint, ExportOptions.everything("tiny", checkpoint.model()), file);
    return file;
  }

  /** Writes a picture of coloured noise; its folder is made. */
  static Path picture(Path file, int width, int height) {
    byte[] samples = new byte[Picture.CHANNELS * width * height];
    new SplittableRandom(width).nextBytes(samples);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new PictureCodec().write(Picture.ofBytes(width, height, samples), file);
    return file;
  }

  static Path cutOff(Path whole, Path target) throws IOException {
    byte[] content = Files.readAllBytes(whole);
    return Files.write(target, Arrays.copyOf(content, content.length / 2));
  }

  /** Names of all files in a folder. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
