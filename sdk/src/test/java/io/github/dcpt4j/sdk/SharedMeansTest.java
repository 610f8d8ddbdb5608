package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures larger than the memory budget, with the built-in model, whose tiles share means. */
@Timeout(600)
public class SharedMeansTest {
  // Enough for tiles of some 320x320 pixels.
  private static final long SMALL = 120_000_000;

  @Test
  void theReportTellsHowMuchOfThePictureTheMeansComeFrom() {
    try (Restorer restorer = open(1)) {
      RestorationReport cut = restorer.restore(noise(400, 300)).report();
      assertThat(cut.tiles().isWhole()).isFalse();
      assertThat(cut.notes()).hasSize(1).first().asString().contains("% of it were used");
      RestorationReport whole = restorer.restore(noise(200, 160)).report();
      assertThat(whole.tiles().isWhole()).isTrue();
      assertThat(whole.notes()).isEmpty();
    }
  }

  @Test
  void tilesShareTheMeansOfTheWholePictureWhereTheBudgetAllowsIt() {
    RestorerOptions options =
        RestorerOptions.builder().device(Device.CPU).memoryBudget(2L << 30).build();
    RestoreOptions tiled = RestoreOptions.builder().tiling(TilingMode.TILED).build();
    try (Restorer restorer = Restorer.builtIn(options)) {
      Restoration cut = restorer.restore(noise(1000, 600), tiled);
      assertThat(cut.report().tiles().count()).isGreaterThan(1);
      assertThat(cut.report().notes()).isEmpty();
    }
  }

  @Test
  void eachPictureHasItsOwnMeansHoweverManyAreUnderWayUntilItIsClosed() throws Exception {
    List<Picture> pictures = List.of(noise(400, 300), grey(420, 310, 20), grey(400, 380, 200));
    Restorer restorer = open(3);
    List<Picture> expected =
        pictures.stream().map(picture -> restorer.restore(picture).picture()).toList();
    ExecutorService pool = Executors.newFixedThreadPool(6);
    CountDownLatch running = new CountDownLatch(6);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int which = i % pictures.size();
        workers.add(
            pool.submit(
                () -> {
                  int done = 0;
                  while (true) {
                    try {
                      Picture restored = restorer.restore(pictures.get(which)).picture();
                      assertThat(restored).isEqualTo(expected.get(which));
                    } catch (IllegalStateException e) {
                      return done;
                    }
                    if (done++ == 0) {
                      running.countDown();
                    }
                  }
                }));
      }
      running.await();
      restorer.close();
      for (Future<Integer> worker : workers) {
        assertThat(worker.get()).isPositive();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void randomCancelsHarmNothing() {
    Random random = new Random(5);
    Picture picture = noise(400, 300);
    try (Restorer restorer = open(2)) {
      Picture expected = restorer.restore(picture).picture();
      for (int i = 0; i < 15; i++) {
        CompletableFuture<Restoration> future =
            restorer.restoreAsync(picture, RestoreOptions.defaults());
        long wait = random.nextInt(300_000_000);
        long started = System.nanoTime();
        while (System.nanoTime() - started < wait && !future.isDone()) {
          Thread.onSpinWait();
        }
        if (!future.cancel(true)) {
          assertThat(future.join().picture()).isEqualTo(expected);
        }
      }
      assertThat(restorer.restore(picture).picture()).isEqualTo(expected);
    }
  }

  @Tag("slow")
  @Test
  void nativeMemoryStaysFlatOverTwoHundredPicturesInTiles() throws IOException {
    ResidentMemory.assumeKnown();
    Random random = new Random(3);
    try (Restorer restorer = open(1)) {
      for (int i = 0; i < 40; i++) {
        restorer.restore(noise(360 + random.nextInt(100), 360 + random.nextInt(100)));
      }
      long before = ResidentMemory.megabytes();
      for (int i = 0; i < 200; i++) {
        restorer.restore(noise(360 + random.nextInt(100), 360 + random.nextInt(100)));
      }
      long after = ResidentMemory.megabytes();
      System.out.printf("resident: %d MB before, %d MB after 200 pictures%n", before, after);
      assertThat(after - before).isLessThan(60);
    }
  }

  private static Restorer open(int inFlight) {
    return Restorer.builtIn(
        RestorerOptions.builder()
            .device(Device.CPU)
            .threads(1)
            .memoryBudget(SMALL)
            .maxInFlight(inFlight)
            .build());
  }

  private static Picture noise(int width, int height) {
    byte[] samples = new byte[3 * width * height];
    new Random(31L * width + height).nextBytes(samples);
    return Picture.ofBytes(width, height, samples);
  }

  private static Picture grey(int width, int height, int value) {
    byte[] samples = new byte[3 * width * height];
    Arrays.fill(samples, (byte) value);
    return Picture.ofBytes(width, height, samples);
  }
}
