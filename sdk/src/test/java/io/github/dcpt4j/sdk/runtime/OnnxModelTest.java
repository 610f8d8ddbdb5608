package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.ModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
  private static final int SIDE = 8;

  @Test
  void runsBothHeadsOfABatchOfAnySize() {
    try (OnnxModel model = open(new TinyModel().line(0.5f, 0.25f))) {
      float[] values = ramp(2 * 3 * 4 * 12);

      ModelOutputs outputs = model.run(FloatBuffer.wrap(values), 2, 4, 12);

      float[] restored = new float[values.length];
      outputs.restored().orElseThrow().get(restored);
      for (int i = 0; i < values.length; i++) {
        assertThat(restored[i]).isEqualTo(0.5f * values[i] + 0.25f);
      }
      float[][] logits = outputs.logits().orElseThrow();
      assertThat(logits).hasDimensions(2, 3);
      for (int plane = 0; plane < 6; plane++) {
        double mean = mean(Arrays.copyOfRange(values, plane * 48, (plane + 1) * 48));
        assertThat((double) logits[plane / 3][plane % 3])
            .isCloseTo(TinyModel.LOGIT_SCALE * mean, within(1e-5));
      }
    }
  }

  @Test
  void aModelWithOneHeadGivesThatAlone() {
    FloatBuffer image = FloatBuffer.allocate(3 * SIDE * SIDE);
    try (OnnxModel restoring = open(new TinyModel().withoutClassification());
        OnnxModel classifying = open(new TinyModel().withoutRestoration())) {
      assertThat(restoring.outputs()).isEqualTo(Set.of("restored"));
      assertThat(restoring.run(image, 1, SIDE, SIDE).logits()).isEmpty();
      assertThat(classifying.outputs()).isEqualTo(Set.of("degradation_logits"));
      assertThat(classifying.run(image, 1, SIDE, SIDE).restored()).isEmpty();
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> restoring.classify(image, 1, SIDE, SIDE, new Cancellation()))
          .withMessageContaining("no output 'degradation_logits'");
    }
  }

  @Test
  void readsFromThePositionOfTheBufferAndLeavesItThere() {
    try (OnnxModel model = open(new TinyModel())) {
      FloatBuffer image = FloatBuffer.wrap(ramp(5 + 3 * SIDE * SIDE)).position(5);

      FloatBuffer restored = model.run(image, 1, SIDE, SIDE).restored().orElseThrow();

      assertThat(restored).isEqualTo(image);
      assertThat(image.position()).isEqualTo(5);
    }
  }

  @Test
  void theResultGoesToADirectBufferOnly() {
    try (OnnxModel model = open(new TinyModel())) {
      FloatBuffer heap = FloatBuffer.allocate(3 * SIDE * SIDE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.restore(heap, 1, SIDE, SIDE, heap, new Cancellation()));
    }
  }

  @Test
  void aSizeThatTheGraphCannotTakeIsReportedWithTheSize() {
    try (OnnxModel model = open(new TinyModel())) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> model.run(FloatBuffer.allocate(3 * 5 * 8), 1, 5, 8))
          .withMessageContaining("failed on 1 pictures of 8x5");
    }
  }

  @Test
  void opensAFileAndReadsItsMetadata(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("tiny.onnx"), new TinyModel().card("said").toBytes());
    try (OnnxModel model = OnnxModel.open(file, RuntimeOptions.CPU, any -> SIDE)) {
      assertThat(model.metadata("dcpt4j.card")).contains("said");
      assertThat(model.metadata("other")).isEmpty();
      assertThat(model.device()).isEqualTo(Device.CPU);
      assertThat(model.fallbackReason()).isEmpty();
    }
  }

  @Test
  void aMissingFileAFolderAndWhatIsNoModelAreRefused(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
    Path cut = folder.resolve("cut.onnx");
    byte[] whole = new TinyModel().toBytes();
    Files.write(cut, Arrays.copyOf(whole, whole.length - 20));
    for (Path path : List.of(folder, folder.resolve("missing.onnx"), text, cut)) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> OnnxModel.open(path, RuntimeOptions.CPU, any -> SIDE))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> OnnxModel.open(new byte[0], RuntimeOptions.CPU, any -> SIDE));
  }

  @Test
  void aGraphWithAForeignInputIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new TinyModel().inputName("pixels")))
        .withMessageContaining("its inputs are [pixels], not [image]");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new TinyModel().fixedShape()))
        .withMessageContaining("not [N, C, H, W] with free N, H and W");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void tellsItsChannelsAndTakesAsMany(int channels) {
    try (OnnxModel model = open(new TinyModel().channels(channels).line(2, 0))) {
      assertThat(model.inputChannels()).isEqualTo(channels);
      assertThat(model.outputChannels()).hasValue(channels);
      int values = 2 * channels * SIDE * SIDE;
      FloatBuffer pictures = FloatBuffer.allocate(values).put(values - 1, 0.25f);
      FloatBuffer restored = model.run(pictures, 2, SIDE, SIDE).restored().orElseThrow();
      assertThat(restored.remaining()).isEqualTo(values);
      assertThat(restored.get(values - 1)).isEqualTo(0.5f);
    }
    try (OnnxModel model = open(new TinyModel().channels(channels).withoutRestoration())) {
      assertThat(model.outputChannels()).isEmpty();
    }
  }

  @Test
  void closingTwiceIsHarmlessAndRunningAfterwardsIsRefused() {
    OnnxModel model = open(new TinyModel());
    model.close();
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> model.run(FloatBuffer.allocate(3 * SIDE * SIDE), 1, SIDE, SIDE))
        .withMessage("the model is closed");
  }

  @Test
  void closingWhileOthersRunNeitherCrashesNorSpoilsTheirResults() throws Exception {
    int threads = 6;
    OnnxModel model = open(new TinyModel().line(0.5f, 0));
    CountDownLatch running = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        float value = i / 8f;
        runs.add(pool.submit(() -> runUntilClosed(model, value, running)));
      }
      running.await();
      model.close();
      for (Future<Integer> run : runs) {
        assertThat(run.get()).isPositive();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Returns the number of runs before the model was closed; each is checked. */
  private static int runUntilClosed(OnnxModel model, float value, CountDownLatch running) {
    float[] values = new float[3 * 64 * 64];
    Arrays.fill(values, value);
    int runs = 0;
    while (true) {
      FloatBuffer restored;
      try {
        restored = model.run(FloatBuffer.wrap(values), 1, 64, 64).restored().orElseThrow();
      } catch (IllegalStateException e) {
        return runs;
      }
      float[] result = new float[values.length];
      restored.get(result);
      assertThat(result).containsOnly(value / 2);
      if (runs == 0) {
        running.countDown();
      }
      runs++;
    }
  }

  @Test
  void theAutomaticChoiceWorksEverywhereAndExplainsItself() {
    RuntimeOptions auto = new RuntimeOptions(Device.AUTO, 1);
    try (OnnxModel model = OnnxModel.open(new TinyModel().toBytes(), auto, any -> SIDE)) {
      assertThat(model.run(FloatBuffer.allocate(3 * SIDE * SIDE), 1, SIDE, SIDE).restored())
          .isPresent();
      if (model.device().equals(Device.CPU)) {
        assertThat(model.fallbackReason()).get().asString().isNotBlank();
      } else {
        assertThat(model.device()).isEqualTo(Device.cuda(0));
        assertThat(model.fallbackReason()).isEmpty();
      }
    }
  }

  @Test
  void aDeviceAskedForByNameThatCannotBeUsedIsAnError() {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia")), "this machine has an NVIDIA driver");
    RuntimeOptions cuda = new RuntimeOptions(Device.cuda(0), 0);
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> OnnxModel.open(new TinyModel().toBytes(), cuda, any -> SIDE));
  }

  private static OnnxModel open(TinyModel model) {
    return OnnxModel.open(model.toBytes(), RuntimeOptions.CPU, any -> SIDE);
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i / (float) length;
    }
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
