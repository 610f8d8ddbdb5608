package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.export.CalibrationPictures;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.export.ReducedPrecision;
import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in model in fp16 and int8, on pictures that it was not calibrated with. */
class LowerPrecisionTest {

  private static final GoldenSet GOLDENS = GoldenSet.ofModule();
  private static final List<String> PHOTOGRAPHS = GOLDENS.pictures();

  @TempDir private Path folder;

  @Test
  void halfPrecisionRestoresAndNamesTheSame() throws Exception {
    ModelCard card = export(Precision.FP16);

    assertThat(card.fidelity().orElseThrow().psnr().orElseThrow()).isGreaterThan(60);
    assertThat(Files.size(model())).isLessThan(6_400_000);
    assertThat(psnrOfUnseenPictures()).isGreaterThan(60);
  }

  @Test
  void eightBitsRestoreNearlyTheSameAndNameTheSame() throws Exception {
    ModelCard card = export(Precision.INT8);

    assertThat(card.fidelity().orElseThrow().psnr().orElseThrow())
        .isGreaterThan(ReducedPrecision.LEAST_PSNR_INT8);
    assertThat(Files.size(model())).isLessThan(4_100_000);
    assertThat(psnrOfUnseenPictures()).isGreaterThan(ReducedPrecision.LEAST_PSNR_INT8);
  }

  /** Calibrates with four photographs in every degraded form. */
  private ModelCard export(Precision precision) {
    List<Picture> seen =
        GOLDENS.cases().stream()
            .filter(which -> PHOTOGRAPHS.indexOf(which.picture()) < 4)
            .map(LowerPrecisionTest::degraded)
            .toList();
    Checkpoint checkpoint = Checkpoint.read(GOLDENS.checkpoint());
    ExportOptions options =
        ExportOptions.everything("lower", checkpoint.model())
            .withQuantization(new ReducedPrecision(precision, new CalibrationPictures(seen)));
    return new OnnxExporter().export(checkpoint, options, model());
  }

  private Path model() {
    return folder.resolve("lower.onnx");
  }

  /** Against the fp32 model, over two photographs in every degraded form; labels have to agree. */
  private double psnrOfUnseenPictures() {
    double squares = 0;
    long count = 0;
    try (Restorer fp32 = Restorer.builtIn();
        Restorer lower = Restorer.open(model())) {
      for (GoldenCase which : GOLDENS.cases()) {
        if (PHOTOGRAPHS.indexOf(which.picture()) < PHOTOGRAPHS.size() - 2) {
          continue;
        }
        Restoration expected = fp32.restore(degraded(which));
        Restoration actual = lower.restore(degraded(which));
        assertThat(actual.scores().orElseThrow().top())
            .as("label of %s", which)
            .isEqualTo(expected.scores().orElseThrow().top());
        float[] wanted = expected.picture().toFloats();
        float[] given = actual.picture().toFloats();
        for (int i = 0; i < wanted.length; i++) {
          double difference = limited(wanted[i]) - limited(given[i]);
          squares += difference * difference;
        }
        count += wanted.length;
      }
    }
    return -10 * Math.log10(squares / count);
  }

  private static double limited(float value) {
    return Math.min(Math.max(value, 0), 1);
  }

  private static Picture degraded(GoldenCase which) {
    return new PictureCodec().read(GOLDENS.degraded(which));
  }
}
