package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files to try commands on. */
public final class Samples {

  public static final List<String> LABELS =
      List.of("rain", "noise", "haze", "low-light", "motion-blur");

  public static final String TINY_NETWORK =
      """
      {"network":"nafnet","width":2,"encoderBlocks":[1,1],"middleBlocks":1,"decoderBlocks":[1,1]}
      """;

  private Samples() {}

  /** A tiny network of fresh weights, with a classifier. */
  public static Checkpoint checkpoint() {
    NafNet network = new NafNet(2, List.of(1, 1), 1, List.of(1, 1));
    ModelDefinition model =
        ModelDefinition.of(
            network, DegradationClassifier.fitting(network, 1, LABELS.size()), LABELS);
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
    return new Checkpoint(model, weights, Map.of("data", "none"));
  }

  /** The network of a checkpoint alone. */
  public static Checkpoint withoutClassifier(Checkpoint checkpoint) {
    ModelDefinition model = ModelDefinition.of(checkpoint.model().network());
    return new Checkpoint(
        model,
        checkpoint.weights().only(ModelSummary.of(model).parameters()),
        checkpoint.provenance());
  }

  public static Path checkpointIn(Path folder) {
    Path file = folder.resolve("tiny.safetensors");
    checkpoint().write(file);
    return file;
  }

  /** Writes tensors as PyTorch saves a training program's {@code {"params": weights}}. */
  public static Path pyTorchFile(Path file, Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2, '}'});
    writeText(pickle, "params");
    pickle.write('}');
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        String key = entry.getKey();
        float[] values = entry.getValue().data();
        writeText(pickle, key);
        writeLines(pickle, "ctorch._utils", "_rebuild_tensor_v2");
        pickle.writeBytes(new byte[] {'(', '('});
        writeText(pickle, "storage");
        writeLines(pickle, "ctorch", "FloatStorage");
        writeText(pickle, key);
        writeText(pickle, "cpu");
        writeIntegers(pickle, List.of(values.length));
        pickle.writeBytes(new byte[] {'t', 'Q', 'K', 0, '('});
        List<Integer> shape = entry.getValue().shape();
        writeIntegers(pickle, shape);
        pickle.writeBytes(new byte[] {'t', '('});
        List<Integer> strides = new ArrayList<>();
        for (int axis = shape.size() - 1, stride = 1; axis >= 0; stride *= shape.get(axis--)) {
          strides.add(0, stride);
        }
        writeIntegers(pickle, strides);
        pickle.writeBytes(new byte[] {'t', (byte) 0x89, '}', 't', 'R', 's'});
        ByteBuffer raw =
            ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        store(zip, "x/data/" + key, raw.array());
      }
      pickle.writeBytes(new byte[] {'s', '.'});
      store(zip, "x/data.pkl", pickle.toByteArray());
    }
    return file;
  }

  private static void writeText(ByteArrayOutputStream pickle, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    pickle.write('X');
    writeLittle(pickle, bytes.length);
    pickle.writeBytes(bytes);
  }

  private static void writeLines(ByteArrayOutputStream pickle, String... lines) {
    for (String line : lines) {
      pickle.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void writeIntegers(ByteArrayOutputStream pickle, List<Integer> values) {
    for (int value : values) {
      pickle.write('J');
      writeLittle(pickle, value);
    }
  }

  private static void writeLittle(ByteArrayOutputStream pickle, int value) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  public static Path modelIn(Path folder) {
    Path file = folder.resolve("tiny.onnx");
    Checkpoint checkpoint = checkpoint();
    new OnnxExporter()
        .export(checkpoint, ExportOptions.everything("tiny", checkpoint.model()), file);
    return file;
  }

  /** Writes a picture of coloured noise; its folder is made. */
  public static Path picture(Path file, int width, int height) {
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

  public static Path cutOff(Path whole, Path target) throws IOException {
    byte[] content = Files.readAllBytes(whole);
    return Files.write(target, Arrays.copyOf(content, content.length / 2));
  }

  /** Names of all files in a folder. */
  public static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
