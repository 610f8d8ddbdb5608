package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestorerTest {
  private static final RestorerOptions CPU =
      RestorerOptions.builder().device(Device.CPU).threads(1).build();
  private static final List<String> LABELS = List.of("reddish", "greenish", "bluish");

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 57", "3, 2", "4, 4", "5, 4", "16, 16", "17, 31", "333, 1"})
  void aPictureOfAnySizeComesBackInThatSize(int width, int height) {
    Picture picture = noise(width, height);
    try (Restorer restorer = open(new TinyModel(), TestCards.both(LABELS, 4, 16))) {
      assertThat(restorer.restore(picture).picture()).isEqualTo(picture);
    }
  }

  @Test
  void theNetworkSeesTheReflectedPicture() {
    // 5x1 is extended to 8x8 as 0 1 2 3 4 3 2 1 in every row: the logits are means over that.
    float[] samples = new float[15];
    for (int x = 0; x < 5; x++) {
      samples[3 * x] = x / 8f;
    }
    try (Restorer restorer = open(new TinyModel(), TestCards.both(LABELS, 4, 8))) {
      Map<String, Double> probabilities =
          restorer.classify(Picture.ofFloats(5, 1, samples)).probabilities();
      double mean = (0 + 1 + 2 + 3 + 4 + 3 + 2 + 1) / 8.0 / 8.0;
      double ratio = probabilities.get("reddish") / probabilities.get("bluish");
      assertThat(Math.log(ratio)).isCloseTo(TinyModel.LOGIT_SCALE * mean, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 4", "17, 31"})
  void aModelForGreyPicturesRestoresTheColoursOneByOne(int width, int height) {
    Picture picture = noise(width, height);
    TinyModel grey = new TinyModel().channels(1);
    try (Restorer restorer = open(grey, TestCards.both(List.of("bright"), 4, 16))) {
      assertThat(restorer.restore(picture).picture()).isEqualTo(picture);
      RestoreOptions augmented = RestoreOptions.builder().augmented(true).build();
      assertThat(restorer.restore(picture, augmented).picture()).isEqualTo(picture);
      assertThat(restorer.classify(picture).probabilities()).containsEntry("bright", 1.0);
      restorer.warmUp(width, height);
    }
  }

  @Test
  void aModelForOtherThanPicturesIsRefused() {
    TinyModel dualPixel = new TinyModel().channels(6);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> open(dualPixel, TestCards.both(List.of("a", "b", "c", "d", "e", "f"), 4, 4)))
        .withMessageContaining("makes 6 channels of 6")
        .withMessageContaining("run it with ONNX Runtime directly");
  }

  @Test
  void bytesGiveBytesAndFloatsGiveFloatsBothWithinTheirRange() {
    TinyModel steep = new TinyModel().line(4, -1);
    try (Restorer restorer = open(steep, TestCards.both(LABELS, 4, 4))) {
      Picture floats = Picture.ofFloats(1, 1, new float[] {0.125f, 0.375f, 0.75f});
      Picture restored = restorer.restore(floats).picture();
      assertThat(restored.sampleType()).isEqualTo(SampleType.FLOAT32);
      assertThat(restored.toFloats()).containsExactly(0, 0.5f, 1);

      Picture bytes = Picture.ofBytes(1, 1, new byte[] {51, 102, (byte) 204});
      assertThat(restorer.restore(bytes).picture())
          .isEqualTo(Picture.ofBytes(1, 1, new byte[] {0, (byte) 153, (byte) 255}));
    }
  }

  @Test
  void tellsTheDegradationTheDeviceAndTheTimes() {
    try (Restorer restorer = open(new TinyModel(), TestCards.both(LABELS, 4, 4))) {
      Picture green = Picture.ofBytes(1, 1, new byte[] {0, (byte) 255, 0});
      Restoration restoration = restorer.restore(green);
      assertThat(restoration.scores().orElseThrow()).isEqualTo(restorer.classify(green));
      assertThat(restoration.scores().orElseThrow().top()).isEqualTo("greenish");
      assertThat(restoration.report().device()).isEqualTo(Device.CPU);
      assertThat(restoration.report().fallbackReason()).isEmpty();
      assertThat(restoration.report().prepareMillis()).isPositive();
      assertThat(restoration.report().runMillis()).isPositive();
      assertThat(restoration.report().finishMillis()).isPositive();
    }
  }

  @Test
  void aMissingHeadIsReported() {
    TinyModel restoring = new TinyModel().withoutClassification();
    TinyModel classifying = new TinyModel().withoutRestoration();
    Picture picture = noise(4, 4);
    try (Restorer first = open(restoring, TestCards.restoring(4, 4));
        Restorer second = open(classifying, TestCards.classifying(LABELS))) {
      assertThat(first.restore(picture).scores()).isEmpty();
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> first.classify(picture))
          .withMessageContaining("no CLASSIFICATION head");
      assertThat(second.classify(picture).probabilities().keySet())
          .containsExactlyElementsOf(LABELS);
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> second.restore(picture))
          .withMessageContaining("no RESTORATION head");
    }
  }

  @Test
  void aCardThatIsMissingOrLiesIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(new TinyModel().toBytes(), CPU))
        .withMessageContaining("no model card");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(new TinyModel().card("{}").toBytes(), CPU))
        .withMessageContaining("formatVersion is missing");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new TinyModel(), TestCards.restoring(4, 4)))
        .withMessageContaining("the graph has [RESTORATION, CLASSIFICATION]");
    ModelCard sharing = TestCards.with(TestCards.both(LABELS, 4, 16), Tiling.sharedMeans(16));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new TinyModel(), sharing))
        .withMessageContaining("disagree on whether tiles share means");
  }

  @Test
  void aCardWithAnotherNumberOfLabelsThanLogitsIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> open(new TinyModel(), TestCards.both(List.of("rain", "haze"), 4, 4)))
        .withMessageContaining("states the labels [rain, haze], the graph gives 3 logits");
  }

  @Test
  void aModelThatGivesNoNumbersIsReported() {
    TinyModel broken = new TinyModel().line(Float.NaN, 0).withoutClassification();
    try (Restorer restorer = open(broken, TestCards.restoring(4, 4))) {
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(() -> restorer.restore(noise(4, 4)))
          .withMessageContaining("not numbers");
    }
  }

  @Test
  void opensAFileAndExplainsAMissingOne(@TempDir Path folder) throws IOException {
    String card = TestCards.both(LABELS, 4, 4).toJson();
    Path file = Files.write(folder.resolve("tiny.onnx"), new TinyModel().card(card).toBytes());
    try (Restorer restorer = Restorer.open(file)) {
      assertThat(restorer.card().labels()).isEqualTo(LABELS);
      assertThat(restorer.device()).isNotEqualTo(Device.AUTO);
      assertThat(restorer.restore(noise(6, 6)).picture()).isEqualTo(noise(6, 6));
    }
    Path missing = folder.resolve("missing.onnx");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(missing))
        .withMessageContaining("no model file " + missing);
  }

  @Test
  void theBuiltInModelRestoresAndNamesTheDegradation() {
    try (Restorer restorer = Restorer.builtIn()) {
      Restoration result = restorer.restore(noise(37, 21));
      assertThat(result.picture().width()).isEqualTo(37);
      assertThat(result.picture().height()).isEqualTo(21);
      assertThat(result.scores().orElseThrow().top()).isEqualTo("noise");
    }
  }

  @Test
  void optionsAreCheckedAtOnce() {
    assertThat(RestorerOptions.defaults())
        .isEqualTo(new RestorerOptions(Device.AUTO, 0, 1L << 30, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestorerOptions.builder().threads(-1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestorerOptions.builder().memoryBudget(0).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestorerOptions.builder().maxInFlight(0).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestoreOptions.builder().strength(1.5).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RestoreOptions.builder().timeLimit(Duration.ZERO).build());
  }

  @Test
  void manyThreadsShareARestorerUntilItIsClosedUnderThem() throws Exception {
    int threads = 8;
    Restorer restorer = open(new TinyModel(), TestCards.both(LABELS, 4, 4));
    CountDownLatch running = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Picture picture = noise(20 + i, 30 - i);
        workers.add(pool.submit(() -> restoreUntilClosed(restorer, picture, running)));
      }
      running.await();
      restorer.close();
      restorer.close();
      for (Future<Integer> worker : workers) {
        assertThat(worker.get()).isPositive();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThatIllegalStateException().isThrownBy(() -> restorer.classify(noise(4, 4)));
  }

  private static int restoreUntilClosed(
      Restorer restorer, Picture picture, CountDownLatch running) {
    int done = 0;
    while (true) {
      Picture restored;
      try {
        restored = restorer.restore(picture).picture();
      } catch (IllegalStateException e) {
        return done;
      }
      assertThat(restored).isEqualTo(picture);
      if (done == 0) {
        running.countDown();
      }
      done++;
    }
  }

  private static Restorer open(TinyModel model, ModelCard card) {
    return Restorer.open(model.card(card.toJson()).toBytes(), CPU);
  }

  private static Picture noise(int width, int height) {
    byte[] samples = new byte[3 * width * height];
    new Random(31L * width + height).nextBytes(samples);
    return Picture.ofBytes(width, height, samples);
  }
}
