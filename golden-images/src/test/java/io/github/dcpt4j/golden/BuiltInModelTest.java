package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.sdk.runtime.Device;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model that comes with the SDK is, and that it is of use. */
class BuiltInModelTest {

  private static final long LARGEST_NETWORK = 2_000_000;
  private static final double LEAST_ACCURACY = 0.9;

  private static final GoldenSet SET = GoldenSet.ofModule();
  private static final PictureCodec CODEC = new PictureCodec();

  private static Restorer restorer;

  @BeforeAll
  static void open() {
    restorer = Restorer.builtIn(RestorerOptions.builder().device(Device.CPU).threads(1).build());
  }

  @AfterAll
  static void close() {
    if (restorer != null) {
      restorer.close();
    }
  }

  static List<String> labels() {
    return GoldenSet.labels();
  }

  @Test
  void itsCardNamesHeadsLabelsOriginAndScores() {
    ModelCard card = restorer.card();
    assertThat(card.heads()).containsExactlyInAnyOrder(Head.values());
    assertThat(card.labels()).isEqualTo(GoldenSet.labels());
    assertThat(card.parity()).isPresent();
    assertThat(card.provenance())
        .hasEntrySatisfying("data", text -> assertThat(text).contains("BSDS500"))
        .hasEntrySatisfying("scores", text -> assertThat(text).contains("dB"));
    assertThat(card.provenance().keySet()).anyMatch(key -> key.startsWith("stage"));
  }

  @Test
  void itComesFromTheCheckpointBesideTheGoldens() {
    Checkpoint checkpoint = Checkpoint.read(SET.checkpoint());
    assertThat(restorer.card().provenance()).containsAllEntriesOf(checkpoint.provenance());
    assertThat(ModelSummary.of(checkpoint.model()).networkSize())
        .isLessThanOrEqualTo(LARGEST_NETWORK);
  }

  @ParameterizedTest
  @MethodSource("labels")
  void itsRestorationsAreNearerToTheCleanPictures(String label) {
    double gain =
        SET.cases(label).stream()
            .collect(Collectors.averagingDouble(BuiltInModelTest::gainInDecibels));
    assertThat(gain).as("mean gain on %s in dB", label).isPositive();
  }

  private static double gainInDecibels(GoldenCase which) {
    Picture clean = CODEC.read(SET.clean(which.picture()));
    Picture degraded = CODEC.read(SET.degraded(which));
    ImageQuality quality = ImageQuality.rgb();
    return quality.psnr(restorer.restore(degraded).picture(), clean)
        - quality.psnr(degraded, clean);
  }

  @Test
  void itNamesTheDegradationOfNearlyAllPictures() {
    List<GoldenCase> cases = SET.cases();
    Map<GoldenCase, String> mistakes =
        cases.stream().collect(Collectors.toMap(which -> which, BuiltInModelTest::namedLabel));
    mistakes.entrySet().removeIf(named -> named.getValue().equals(named.getKey().label()));
    double accuracy = 1 - (double) mistakes.size() / cases.size();
    assertThat(accuracy)
        .as("accuracy; pictures and what they were taken for: %s", mistakes)
        .isGreaterThanOrEqualTo(LEAST_ACCURACY);
  }

  private static String namedLabel(GoldenCase which) {
    return restorer.classify(CODEC.read(SET.degraded(which))).top();
  }
}
