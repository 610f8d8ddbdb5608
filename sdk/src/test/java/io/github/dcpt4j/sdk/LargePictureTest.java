package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What large pictures take with the built-in model on the CPU; prints what it measures:
 *
 * <pre>mvn -Pslow -pl sdk verify -Dtest=LargePictureTest</pre>
 */
@Tag("slow")
class LargePictureTest {
  private static final int MOST_RESIDENT_MEGABYTES = 2500;

  @TempDir Path folder;

  @BeforeEach
  void requireLinux() {
    ResidentMemory.assumeKnown();
  }

  @ParameterizedTest
  @CsvSource({"1155, 866", "4000, 3000", "8000, 6000"})
  void aProcessReadsRestoresAndWritesWithinAGigabyteOfHeap(int width, int height) throws Exception {
    Path file = folder.resolve("large.jpg");
    new PictureCodec().write(photograph(width, height), file);
    String output =
        ChildProcess.run(
            List.of("-Xmx1g"),
            Restoring.class,
            file.toString(),
            folder.resolve("restored.jpg").toString());
    System.out.println(lastLine(output));
    assertThat(peakMegabytes(output)).isLessThan(MOST_RESIDENT_MEGABYTES);
    assertThat(folder.resolve("restored.jpg")).isNotEmptyFile();
  }

  @Test
  void tilesWholePicturesAndThePlainestUseOfOnnxRuntimeAreCompared() throws Exception {
    for (String way : List.of("tiled", "whole", "plain")) {
      System.out.println(
          lastLine(ChildProcess.run(List.of("-Xmx8g"), Comparing.class, way, "3200", "2400")));
    }
  }

  private static String lastLine(String output) {
    return output.lines().reduce((first, last) -> last).orElseThrow();
  }

  private static int peakMegabytes(String output) {
    return Integer.parseInt(lastLine(output).replaceAll(".*peak (\\d+) MB.*", "$1"));
  }

  /** Waves of colour with some noise: neither flat nor without structure. */
  private static Picture photograph(int width, int height) {
    Random random = new Random(1);
    byte[] samples = new byte[3 * width * height];
    for (int i = 0; i < samples.length; i++) {
      double wave = Math.sin(i / 3 % width / 40.0) + Math.cos(i / 3 / width / 55.0);
      samples[i] = (byte) (128 + 40 * wave + random.nextInt(30));
    }
    return Picture.ofBytes(width, height, samples);
  }

  /** Reads a picture, restores it and writes it. */
  static final class Restoring {
    private Restoring() {}

    public static void main(String[] args) throws IOException {
      PictureCodec codec = new PictureCodec();
      long started = System.nanoTime();
      RestorerOptions options = RestorerOptions.builder().device(Device.CPU).build();
      try (Restorer restorer = Restorer.builtIn(options)) {
        Restoration result = restorer.restore(codec.read(Path.of(args[0])));
        codec.write(result.picture(), Path.of(args[1]));
        RestorationReport report = result.report();
        double all = report.prepareMillis() + report.runMillis() + report.finishMillis();
        System.out.printf(
            Locale.ROOT,
            "%dx%d: %s, %.1f s, %.1f %% of the restoration in ONNX Runtime, peak %d MB%n",
            result.picture().width(),
            result.picture().height(),
            report.tiles(),
            (System.nanoTime() - started) / 1e9,
            100 * report.runMillis() / all,
            ResidentMemory.peakMegabytes());
      }
    }
  }

  /** Restores one picture three times and tells the shortest time. */
  static final class Comparing {
    private static final int RUNS = 3;

    private Comparing() {}

    public static void main(String[] args) throws Exception {
      Picture picture = photograph(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      System.out.printf(
          Locale.ROOT,
          "%s: %s, peak %d MB%n",
          args[0],
          args[0].equals("plain") ? plain(picture) : restorer(picture, args[0]),
          ResidentMemory.peakMegabytes());
    }

    private static String restorer(Picture picture, String mode) {
      RestorerOptions.Builder options = RestorerOptions.builder().device(Device.CPU);
      RestoreOptions.Builder call = RestoreOptions.builder();
      if (mode.equals("whole")) {
        options.memoryBudget(16L << 30);
        call.tiling(TilingMode.WHOLE);
      }
      double best = Double.MAX_VALUE;
      TileReport tiles = null;
      try (Restorer restorer = Restorer.builtIn(options.build())) {
        for (int i = 0; i < RUNS; i++) {
          long started = System.nanoTime();
          tiles = restorer.restore(picture, call.build()).report().tiles();
          best = Math.min(best, (System.nanoTime() - started) / 1e9);
        }
      }
      double area = (double) tiles.count() * tiles.width() * tiles.height();
      return "%.2f s, %s, computes %.2f of the picture's area"
          .formatted(best, tiles, area / picture.width() / picture.height());
    }

    /** Arrays of floats in and out, as the first example of every tutorial has it. */
    private static String plain(Picture picture) throws IOException, OrtException {
      int width = picture.width();
      int height = picture.height();
      double best = Double.MAX_VALUE;
      try (InputStream model = Restorer.class.getResourceAsStream("model.onnx");
          OrtEnvironment environment = OrtEnvironment.getEnvironment();
          OrtSession session = environment.createSession(model.readAllBytes())) {
        for (int i = 0; i < RUNS; i++) {
          long started = System.nanoTime();
          float[] samples = picture.toFloats();
          float[][][][] image = new float[1][3][height][width];
          for (int j = 0; j < samples.length; j++) {
            image[0][j % 3][j / 3 / width][j / 3 % width] = samples[j];
          }
          try (OnnxTensor input = OnnxTensor.createTensor(environment, image);
              OrtSession.Result result = session.run(Map.of("image", input))) {
            float[][][][] restored =
                (float[][][][]) result.get("restored").orElseThrow().getValue();
            for (int j = 0; j < samples.length; j++) {
              samples[j] = restored[0][j % 3][j / 3 / width][j / 3 % width];
            }
            Picture.ofFloats(width, height, samples).to8Bit();
          }
          best = Math.min(best, (System.nanoTime() - started) / 1e9);
        }
      }
      return "%.2f s".formatted(best);
    }
  }
}
