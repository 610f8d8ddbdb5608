package io.github.dcpt4j.sdk.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TilePlanTest {
  private static final int BYTES_PER_PIXEL = 1000;

  @Property
  void everyPixelIsCoveredWithWeightsThatAddUpToOne(
      @ForAll @IntRange(min = 1, max = 700) int width,
      @ForAll @IntRange(min = 1, max = 700) int height,
      @ForAll @IntRange(min = 1, max = 32) int multiple,
      @ForAll @IntRange(min = 0, max = 60) int overlap,
      @ForAll @IntRange(min = 20, max = 400) int side) {
    TilePlan plan = plan(width, height, multiple, overlap, side);
    double[] columns = new double[plan.frame().paddedWidth()];
    double[] rows = new double[plan.frame().paddedHeight()];
    for (Tile tile : plan.tiles()) {
      // A pixel's weight is a product, so the sums along both sides decide.
      if (tile.row() == 0) {
        add(plan.columnWeights(tile), tile.x(), columns);
      }
      if (tile.column() == 0) {
        add(plan.rowWeights(tile), tile.y(), rows);
      }
    }
    assertThat(columns).containsOnly(new double[] {1}, within(1e-6));
    assertThat(rows).containsOnly(new double[] {1}, within(1e-6));
    double shares = plan.tiles().stream().mapToDouble(plan::share).sum();
    assertThat(shares).isCloseTo(1, within(1e-5));
  }

  @Property
  void aSampleIsNoLargerThanATileAndComesFromEverywhere(
      @ForAll @IntRange(min = 1, max = 9000) int width,
      @ForAll @IntRange(min = 1, max = 9000) int height,
      @ForAll @IntRange(min = 1, max = 64) int multiple,
      @ForAll @IntRange(min = 20, max = 2000) int side) {
    TilePlan plan = plan(width, height, multiple, 0, side);
    int[] rows = plan.sampleRows();
    int[] columns = plan.sampleColumns();
    assertThat(rows.length % multiple).isZero();
    assertThat(columns.length % multiple).isZero();
    assertThat(rows.length).isLessThanOrEqualTo(plan.tileHeight());
    assertThat(columns.length).isLessThanOrEqualTo(plan.tileWidth());
    assertThat(IntStream.of(rows)).allMatch(row -> row >= 0 && row < height);
    assertThat(IntStream.of(columns)).allMatch(column -> column >= 0 && column < width);
    double middle = IntStream.of(columns).average().orElseThrow();
    assertThat(middle).isCloseTo((width - 1) / 2.0, within(Math.max(multiple, 0.02 * width)));
    assertThat(plan.sampledShare()).isGreaterThan(0).isLessThanOrEqualTo(1);
    if (plan.isWhole()) {
      assertThat(plan.sampledShare()).isEqualTo(1);
    }
  }

  @Property
  void tilesHaveOneShapeOnTheGridOfTheNetworkAndShareEnough(
      @ForAll @IntRange(min = 1, max = 9000) int width,
      @ForAll @IntRange(min = 1, max = 9000) int height,
      @ForAll @IntRange(min = 1, max = 64) int multiple,
      @ForAll @IntRange(min = 0, max = 200) int overlap,
      @ForAll @IntRange(min = 20, max = 2000) int side) {
    TilePlan plan = plan(width, height, multiple, overlap, side);
    assertThat(plan.tileWidth() % multiple).isZero();
    assertThat(plan.tileHeight() % multiple).isZero();
    assertThat(plan.tiles()).hasSize(plan.count());
    for (Tile tile : plan.tiles()) {
      assertThat(tile.x() % multiple).isZero();
      assertThat(tile.y() % multiple).isZero();
      assertThat(tile.x() + plan.tileWidth()).isLessThanOrEqualTo(plan.frame().paddedWidth());
      assertThat(tile.y() + plan.tileHeight()).isLessThanOrEqualTo(plan.frame().paddedHeight());
    }
    if (!plan.isWhole()) {
      assertThat(plan.overlap()).isGreaterThanOrEqualTo(overlap);
    }
  }

  @Property
  void aPlanKeepsWithinTheMemory(
      @ForAll @IntRange(min = 1, max = 9000) int width,
      @ForAll @IntRange(min = 1, max = 9000) int height,
      @ForAll @IntRange(min = 20, max = 2000) int side) {
    TileLimits limits = limits(16, 64, side);
    Optional<TilePlan> plan = TilePlan.of(limits.frame(width, height), limits);
    Assume.that(plan.isPresent());
    assertThat(limits.bytes(plan.orElseThrow())).isLessThanOrEqualTo(limits.memory());
  }

  @Property
  void onlyTheOverlapIsComputedTwice(
      @ForAll @IntRange(min = 3000, max = 9000) int width,
      @ForAll @IntRange(min = 3000, max = 9000) int height) {
    TilePlan plan = plan(width, height, 16, 128, 1000);
    long expected =
        (long) (plan.frame().paddedWidth() + (plan.columns() - 1) * 128)
            * (plan.frame().paddedHeight() + (plan.rows() - 1) * 128);
    // The rest is rounding to multiples of 16.
    assertThat((double) plan.computedPixels()).isBetween((double) expected, 1.04 * expected);
  }

  @Example
  void aFrameThatFitsIsNotCut() {
    TileLimits limits = limits(16, 64, 512);
    TilePlan plan = TilePlan.of(limits.frame(500, 333), limits).orElseThrow();
    assertThat(plan.isWhole()).isTrue();
    assertThat(plan.tileWidth()).isEqualTo(512);
    assertThat(plan.tileHeight()).isEqualTo(336);
    assertThat(plan.overlap()).isZero();
    assertThat(plan.tiles()).isEqualTo(List.of(new Tile(0, 0, 0, 0)));
  }

  @Example
  void aNarrowPictureIsCutAlongItsLengthOnly() {
    TilePlan plan = plan(1, 5000, 16, 32, 100);
    assertThat(plan.columns()).isEqualTo(1);
    assertThat(plan.rows()).isGreaterThan(1);
    assertThat(plan.tileWidth()).isEqualTo(16);
  }

  @Example
  void thereIsNoPlanWhereNotEvenTheSmallestTilesFit() {
    TileLimits limits = limits(16, 128, 100);
    assertThat(TilePlan.of(limits.frame(1000, 1000), limits)).isEmpty();
  }

  @Example
  void neighboursAreBlendedSmoothly() {
    TilePlan plan = plan(3000, 16, 1, 100, 100);
    assertThat(plan.columns()).isGreaterThan(2);
    float[] weights = plan.columnWeights(plan.tiles().get(1));
    assertThat(weights[0]).isLessThan(0.001f);
    assertThat(weights[weights.length - 1]).isLessThan(0.001f);
    for (int i = 1; i < weights.length; i++) {
      assertThat(Math.abs(weights[i] - weights[i - 1])).isLessThan(0.035f);
    }
  }

  private static void add(float[] weights, int start, double[] sums) {
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).isBetween(0f, 1f);
      sums[start + i] += weights[i];
    }
  }

  private static TilePlan plan(int width, int height, int multiple, int overlap, int side) {
    TileLimits limits = limits(multiple, overlap, side);
    PaddedFrame frame = limits.frame(width, height);
    Optional<TilePlan> plan = TilePlan.of(frame, limits);
    Assume.that(plan.isPresent());
    return plan.orElseThrow();
  }

  /** Limits that leave memory for square tiles of a side, if the frame is not much wider. */
  private static TileLimits limits(int multiple, int overlap, int side) {
    return new TileLimits(
        multiple, 16, overlap, BYTES_PER_PIXEL, (long) side * side * BYTES_PER_PIXEL);
  }
}
