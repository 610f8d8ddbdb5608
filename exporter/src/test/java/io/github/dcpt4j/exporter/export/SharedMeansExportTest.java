package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network with global pooling tells the means of a picture, and takes those of another. */
class SharedMeansExportTest {

  private static final int SIDE = 32;

  private final Checkpoint checkpoint =
      Checkpoints.withClassifier(new NafNet(4, List.of(1, 1), 1, List.of(1, 1)), 1);
  private final ExportOptions plain = ExportOptions.everything("tiny", checkpoint.model());

  @TempDir private Path folder;
  private Path target;
  private ModelCard card;

  @BeforeEach
  void export() {
    target = folder.resolve("shared.onnx");
    card = new OnnxExporter().export(checkpoint, plain.withSharedMeans(), target);
  }

  @Test
  void theCardSaysThatTilesMayShareThem() {
    int reach = checkpoint.model().network().receptiveField().pixelsWithGivenMeans().orElseThrow();
    assertThat(card.tiling().overlap()).hasValue(reach);
    assertThat(card.tiling().policy()).isEqualTo(Tiling.sharedMeans(reach).policy());
  }

  @Test
  void withoutGivenMeansTheModelIsTheSame() {
    Path usual = folder.resolve("usual.onnx");
    new OnnxExporter().export(checkpoint, plain, usual);
    try (OnnxModel model = open(target);
        OnnxModel other = open(usual)) {
      assertThat(other.meanCount()).isEmpty();
      // One mean for each channel of five blocks: 4 and 8 on the way down, 16, 8 and 4.
      assertThat(model.meanCount()).hasValue(40);
      ModelOutputs outputs = run(model, picture(1, 1));
      ModelOutputs expected = run(other, picture(1, 1));
      assertThat(values(outputs)).containsExactly(values(expected), within(1e-6f));
      assertThat(outputs.logits().orElseThrow()[0])
          .containsExactly(expected.logits().orElseThrow()[0], within(1e-5f));
    }
  }

  @Test
  void aPicturesOwnMeansChangeNothingAndThoseOfAnotherDo() {
    FloatBuffer bright = picture(1, 1);
    FloatBuffer dark = picture(2, 0.2f);
    try (OnnxModel model = open(target)) {
      float[] own = model.means(bright, SIDE, SIDE, new Cancellation());
      float[] others = model.means(dark, SIDE, SIDE, new Cancellation());
      try (OnnxModel withOwn = model.withMeans(own);
          OnnxModel withOthers = model.withMeans(others)) {
        float[] expected = values(run(model, bright));
        assertThat(values(run(withOwn, bright))).containsExactly(expected, within(1e-5f));
        assertThat(largestDifference(values(run(withOthers, bright)), expected))
            .isGreaterThan(1e-4f);
      }
    }
  }

  @Test
  void aWrongNumberOfMeansIsRefused() {
    try (OnnxModel model = open(target)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.withMeans(new float[3]))
          .withMessageContaining("3 means");
    }
  }

  @Test
  void networksThatHaveNoneToShareAreRefused() {
    NafNet local =
        new NafNet(4, List.of(1), 1, List.of(1), NafNetForm.DCPT, 3, List.of(64, 64), false, 1);
    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(
            () ->
                new OnnxExporter()
                    .export(
                        Checkpoints.withClassifier(local, 1),
                        plain.withSharedMeans(),
                        folder.resolve("local.onnx")))
        .withMessageContaining("export this one without");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportOptions("m", Set.of(Head.CLASSIFICATION)).withSharedMeans())
        .withMessageContaining("for restoration only");
  }

  private static OnnxModel open(Path file) {
    return OnnxModel.open(file, new RuntimeOptions(Device.CPU, 1), model -> SIDE);
  }

  private static ModelOutputs run(OnnxModel model, FloatBuffer picture) {
    return model.run(picture, 1, SIDE, SIDE);
  }

  private static float[] values(ModelOutputs outputs) {
    FloatBuffer restored = outputs.restored().orElseThrow();
    float[] values = new float[restored.remaining()];
    restored.get(values);
    return values;
  }

  private static float largestDifference(float[] a, float[] b) {
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static FloatBuffer picture(long seed, float brightest) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatBuffer values = FloatBuffer.allocate(3 * SIDE * SIDE);
    while (values.hasRemaining()) {
      values.put(brightest * (float) random.nextDouble());
    }
    return values.flip();
  }
}
