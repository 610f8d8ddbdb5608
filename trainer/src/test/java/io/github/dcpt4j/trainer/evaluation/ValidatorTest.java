package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.data.HeldOutPairs;
import io.github.dcpt4j.trainer.djl.GradientMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidatorTest {

  private static final List<String> LABELS = List.of("rain", "low-light");
  private static final NafNet NETWORK = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));

  @TempDir private Path folder;

  private static Checkpoint checkpoint(ModelDefinition model) {
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(3));
    return new Checkpoint(model, weights, Map.of());
  }

  private MeanResult validate(Checkpoint model, Path pairs, List<String> heard) {
    HeldOutPairs held =
        HeldOutPairs.load("low-light", List.of(pairs), HeldOutPairs.Crop.of(NETWORK, 256));
    Validator validator = new Validator(model.model(), List.of(held));
    return GradientMode.off(
        () -> {
          try (NDManager manager = NDManager.newBaseManager()) {
            return validator.measure(
                manager,
                model.weights(),
                label -> (result, in, out, target) -> heard.add(label + " " + result.name()));
          }
        });
  }

  @Test
  void measuresWhatTheBenchmarkMeasuresOfTheExportedModel() throws IOException {
    Path pairs = TestPictures.pairs(folder.resolve("low-light"), 64, 48);
    Checkpoint model =
        checkpoint(
            ModelDefinition.of(NETWORK, DegradationClassifier.fitting(NETWORK, 1, 2), LABELS));
    Path onnx = folder.resolve("model.onnx");
    new OnnxExporter().export(model, ExportOptions.everything("model", model.model()), onnx);
    List<String> heard = new ArrayList<>();

    BenchmarkResult validated = validate(model, pairs, heard).sets().get(0);

    assertThat(heard).containsExactly("low-light pair0.png", "low-light pair1.png");
    try (Restorer restorer =
        Restorer.open(onnx, RestorerOptions.builder().device(Device.CPU).build())) {
      BenchmarkResult benchmark =
          new Benchmark(restorer, RestoreOptions.defaults(), (result, in, out, target) -> {})
              .run(TestSet.paired(pairs));
      assertThat(benchmark.label()).contains("low-light");
      assertThat(validated.label()).isEqualTo(benchmark.label());
      assertThat(validated.accuracy()).isEqualTo(benchmark.accuracy());
      assertThat(validated.psnr()).isCloseTo(benchmark.psnr(), within(1e-3));
      assertThat(validated.ssim()).isCloseTo(benchmark.ssim(), within(1e-5));
      assertThat(validated.inputPsnr()).isEqualTo(benchmark.inputPsnr());
      assertThat(validated.inputSsim()).isEqualTo(benchmark.inputSsim());
      for (int i = 0; i < 2; i++) {
        assertThat(validated.pictures().get(i).scores().orElseThrow().probability("rain"))
            .isCloseTo(
                benchmark.pictures().get(i).scores().orElseThrow().probability("rain"),
                within(1e-5));
      }
    }
  }

  @Test
  void tellsNoAccuracyWithoutClassifierOrOfALabelThatItDoesNotKnow() throws IOException {
    Path pairs = TestPictures.pairs(folder, 32, 32);
    List<String> others = List.of("rain", "snow");
    Checkpoint bare = checkpoint(ModelDefinition.of(NETWORK));
    Checkpoint other =
        checkpoint(
            ModelDefinition.of(NETWORK, DegradationClassifier.fitting(NETWORK, 1, 2), others));

    assertThat(validate(bare, pairs, new ArrayList<>()).accuracy()).isEmpty();
    assertThat(validate(bare, pairs, new ArrayList<>()).psnr()).isFinite();
    assertThat(validate(other, pairs, new ArrayList<>()).accuracy()).isEmpty();
  }
}
