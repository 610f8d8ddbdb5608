package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.engine.SelfEnsemble;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.TinyModel;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledRestorationTest {
  private static final List<String> LABELS = List.of("reddish", "greenish", "bluish");
  private static final ModelCard TILED =
      TestCards.with(TestCards.both(LABELS, 4, 16), Tiling.tiled(16).withBytesPerPixel(1000));
  private static final ModelCard WHOLE =
      TestCards.with(TestCards.both(LABELS, 4, 16), Tiling.wholeImage().withBytesPerPixel(1000));
  // Enough for tiles of some 70x70 pixels.
  private static final long SMALL = 5_000_000;
  private static final RestoreOptions PLAIN = RestoreOptions.defaults();

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5000", "5000, 1", "7, 7", "333, 517", "64, 1000"})
  void aPictureComesBackUnchangedFromAModelThatChangesNothing(int width, int height) {
    Picture picture = noise(width, height);
    try (Restorer restorer = open(new TinyModel(), TILED, SMALL)) {
      Restoration result = restorer.restore(picture);
      assertThat(result.picture()).isEqualTo(picture);
      boolean fits = width * height * 1000 < SMALL;
      assertThat(result.report().tiles().isWhole()).isEqualTo(fits && width * height < 1000);
    }
  }

  @Test
  void tellsOfTheTiles() {
    try (Restorer restorer = open(new TinyModel(), TILED, SMALL)) {
      List<String> progress = new ArrayList<>();
      RestoreOptions options =
          RestoreOptions.builder()
              .progress((done, total) -> progress.add(done + " of " + total))
              .build();
      RestorationReport report = restorer.restore(noise(100, 80), options).report();
      assertThat(report.tiles()).isEqualTo(new TileReport(1, 2, 100, 48, 16));
      assertThat(report.tiles().count()).isEqualTo(2);
      assertThat(progress).containsExactly("1 of 2", "2 of 2");
      assertThat(report.notes()).isEmpty();
    }
  }

  @Test
  void aModelThatWantsWholePicturesGetsTilesOnlyWhereTheyDoNotFitAndSaysSo() {
    Picture picture = noise(600, 500);
    try (Restorer small = open(new TinyModel(), WHOLE, 200_000_000);
        Restorer large = open(new TinyModel(), WHOLE, 400_000_000)) {
      RestorationReport cut = small.restore(picture).report();
      assertThat(cut.tiles().isWhole()).isFalse();
      assertThat(cut.tiles().overlap()).isGreaterThanOrEqualTo(Tiling.DEFAULT_OVERLAP);
      assertThat(cut.notes()).hasSize(1).first().asString().contains("wants to see whole pictures");
      RestorationReport uncut = large.restore(picture).report();
      assertThat(uncut.tiles().isWhole()).isTrue();
      assertThat(uncut.notes()).isEmpty();
    }
  }

  @Test
  void aCallMayForbidTilesOrAskForThem() {
    RestoreOptions never = RestoreOptions.builder().tiling(TilingMode.WHOLE).build();
    RestoreOptions always = RestoreOptions.builder().tiling(TilingMode.TILED).build();
    Picture picture = noise(1300, 700);
    try (Restorer small = open(new TinyModel(), TILED, SMALL);
        Restorer large = open(new TinyModel(), TILED, 1L << 40)) {
      assertThatExceptionOfType(MemoryException.class)
          .isThrownBy(() -> small.restore(picture, never))
          .withMessageContaining("takes 867 MB, more than the memory budget");
      assertThat(large.restore(picture, never).report().tiles().isWhole()).isTrue();
      Restoration cut = large.restore(picture, always);
      assertThat(cut.report().tiles().count()).isGreaterThan(1);
      assertThat(cut.picture()).isEqualTo(picture);
    }
  }

  @Test
  void aBudgetThatDoesNotSufficeForTheSmallestTilesIsReported() {
    try (Restorer restorer = open(new TinyModel(), TILED, 1_000_000)) {
      assertThatExceptionOfType(MemoryException.class)
          .isThrownBy(() -> restorer.restore(noise(300, 300)))
          .withMessageContaining("does not suffice for the smallest tiles: raise it");
    }
  }

  @Test
  void isBegunAgainWithSmallerTilesWhereMemoryRunsOut() {
    Picture picture = noise(400, 300);
    try (Restorer restorer = open(new TinyModel().hungryAbove(10_000), TILED, 1_000_000_000)) {
      Restoration result = restorer.restore(picture);
      assertThat(result.picture()).isEqualTo(picture);
      TileReport tiles = result.report().tiles();
      assertThat(tiles.width() * tiles.height()).isBetween(1_000, 10_000);
      assertThat(result.report().notes())
          .first()
          .asString()
          .isEqualTo("The memory did not suffice for 1x1 tiles of 400x300.");
      assertThat(restorer.classify(picture).top()).isIn(LABELS);
    }
  }

  @Test
  void givesUpWhereMemoryRunsOutHoweverSmallTheTiles() {
    try (Restorer restorer = open(new TinyModel().hungryAbove(100), TILED, 1_000_000_000)) {
      assertThatExceptionOfType(MemoryException.class)
          .isThrownBy(() -> restorer.restore(noise(400, 300)))
          .withMessageContaining("free some or use a smaller model");
      RestoreOptions never = RestoreOptions.builder().tiling(TilingMode.WHOLE).build();
      assertThatExceptionOfType(MemoryException.class)
          .isThrownBy(() -> restorer.restore(noise(400, 300), never))
          .withMessageContaining("1x1 tiles of 400x300");
    }
  }

  @Test
  void theScoresOfTilesAreThoseOfTheWholePicture() {
    // The tiny model's logits are means over what it sees; padding is none at this size.
    Picture picture = noise(200, 160);
    try (Restorer tiles = open(new TinyModel(), TILED, SMALL);
        Restorer whole = open(new TinyModel(), TILED, 1 << 30)) {
      DegradationScores expected = whole.classify(picture);
      DegradationScores scores = tiles.restore(picture).scores().orElseThrow();
      LABELS.forEach(
          label ->
              assertThat(scores.probability(label))
                  .isCloseTo(expected.probability(label), within(0.01)));
      assertThat(tiles.classify(picture)).isEqualTo(scores);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5", "0.25, 0.375", "1, 0"})
  void theStrengthMixesTheResultWithThePicture(double strength, float expected) {
    TinyModel black = new TinyModel().line(0, 0);
    Picture grey = Picture.ofFloats(1, 1, new float[] {0.5f, 0.5f, 0.5f});
    try (Restorer restorer = open(black, TILED, SMALL)) {
      RestoreOptions options = RestoreOptions.builder().strength(strength).build();
      assertThat(restorer.restore(grey, options).picture().toFloats())
          .containsExactly(expected, expected, expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "16, 24", "150, 90"})
  void theMeanOverAllSymmetriesLiesTheRightWayUp(int width, int height) {
    Picture picture = noise(width, height);
    try (Restorer restorer = open(new TinyModel(), TILED, SMALL)) {
      RestoreOptions options = RestoreOptions.builder().augmented(true).build();
      Restoration augmented = restorer.restore(picture, options);
      assertThat(augmented.picture()).isEqualTo(picture);
      DegradationScores plain = restorer.restore(picture, PLAIN).scores().orElseThrow();
      DegradationScores mean = augmented.scores().orElseThrow();
      LABELS.forEach(
          label ->
              assertThat(mean.probability(label))
                  .isCloseTo(plain.probability(label), within(1e-4)));
      assertThat(restorer.classify(picture, options)).isEqualTo(mean);
    }
  }

  @Test
  void thereAreFourSymmetriesThatAllDiffer() {
    assertThat(SelfEnsemble.all())
        .hasSize(4)
        .doesNotHaveDuplicates()
        .startsWith(SelfEnsemble.IDENTITY);
  }

  @Test
  void warmingUpLeavesThePicturesAsTheyAre() {
    Picture picture = noise(50, 40);
    try (Restorer restorer = open(new TinyModel(), TILED, SMALL)) {
      restorer.warmUp(4000, 3000);
      assertThat(restorer.restore(picture).picture()).isEqualTo(picture);
    }
  }

  @Test
  void aGradientShowsNoSeams() {
    float[] samples = new float[3 * 300 * 200];
    IntStream.range(0, samples.length).forEach(i -> samples[i] = i / 3 % 300 / 300f);
    try (Restorer restorer = open(new TinyModel().line(0.5f, 0.1f), TILED, SMALL)) {
      float[] restored = restorer.restore(Picture.ofFloats(300, 200, samples)).picture().toFloats();
      for (int i = 0; i < samples.length; i++) {
        assertThat(restored[i]).isCloseTo(0.5f * samples[i] + 0.1f, within(1e-6f));
      }
    }
  }

  private static Restorer open(TinyModel model, ModelCard card, long budget) {
    return Restorer.open(
        model.card(card.toJson()).toBytes(),
        RestorerOptions.builder().device(Device.CPU).threads(1).memoryBudget(budget).build());
  }

  private static Picture noise(int width, int height) {
    byte[] samples = new byte[3 * width * height];
    new Random(31L * width + height).nextBytes(samples);
    return Picture.ofBytes(width, height, samples);
  }
}
