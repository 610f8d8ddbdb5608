package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.error.TimeLimitException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.TinyModel;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class RestorerLifecycleTest {
  private static final ModelCard CARD =
      TestCards.with(
          TestCards.both(List.of("reddish", "greenish", "bluish"), 4, 16),
          Tiling.tiled(16).withBytesPerPixel(1000));
  // Enough for tiles of some 70x70 pixels.
  private static final long SMALL = 5_000_000;

  @Test
  void aCancelledCallEndsWithTheTileThatIsComputed() {
    try (Restorer restorer = open(1)) {
      Cancellation cancellation = new Cancellation();
      List<Integer> done = new ArrayList<>();
      RestoreOptions options =
          RestoreOptions.builder()
              .cancellation(cancellation)
              .progress(
                  (tile, total) -> {
                    done.add(tile);
                    if (tile == 2) {
                      cancellation.cancel();
                    }
                  })
              .build();
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> restorer.restore(noise(300, 300), options));
      assertThat(done).containsExactly(1, 2);
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(() -> restorer.classify(noise(3, 3), options));
      assertThat(restorer.restore(noise(30, 30)).picture()).isEqualTo(noise(30, 30));
    }
  }

  @Test
  void aRunThatIsUnderWayIsEnded() throws Exception {
    try (Restorer restorer = Restorer.builtIn()) {
      Cancellation cancellation = new Cancellation();
      RestoreOptions options =
          RestoreOptions.builder().tiling(TilingMode.WHOLE).cancellation(cancellation).build();
      CompletableFuture<Restoration> future =
          CompletableFuture.supplyAsync(() -> restorer.restore(noise(800, 600), options));
      // Long enough to be within the network, far shorter than it takes.
      TimeUnit.MILLISECONDS.sleep(200);
      cancellation.cancel();
      // The picture is one tile, and the switch is looked at before it: only the run itself can
      // have been ended.
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(future::join)
          .withCauseInstanceOf(CancellationException.class);
      assertThat(restorer.restore(noise(16, 16)).picture().width()).isEqualTo(16);
    }
  }

  @Test
  void aCallWhoseTimeIsUpIsGivenUp() {
    try (Restorer restorer = Restorer.builtIn()) {
      RestoreOptions hasty = RestoreOptions.builder().timeLimit(Duration.ofMillis(50)).build();
      assertThatExceptionOfType(TimeLimitException.class)
          .isThrownBy(() -> restorer.restore(noise(1000, 700), hasty))
          .withMessageContaining("PT0.05S");
      RestoreOptions patient = RestoreOptions.builder().timeLimit(Duration.ofHours(1)).build();
      assertThat(restorer.restore(noise(16, 16), patient).picture().width()).isEqualTo(16);
    }
  }

  @Test
  void theTimeLimitCountsTheWaitingForTheTurn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    try (Restorer restorer = open(1)) {
      CompletableFuture<Restoration> slow =
          restorer.restoreAsync(noise(8, 8), blocking(entered, leave));
      entered.await();
      RestoreOptions hasty = RestoreOptions.builder().timeLimit(Duration.ofMillis(20)).build();
      assertThatExceptionOfType(TimeLimitException.class)
          .isThrownBy(() -> restorer.restore(noise(8, 8), hasty));
      leave.countDown();
      assertThat(slow.join().picture()).isEqualTo(noise(8, 8));
    }
  }

  @Test
  void aFutureGivesTheResultOrWhatTheCallThrows() {
    ExecutorService own = Executors.newSingleThreadExecutor();
    try (Restorer restorer = open(2)) {
      Picture picture = noise(50, 40);
      RestoreOptions plain = RestoreOptions.defaults();
      assertThat(restorer.restoreAsync(picture, plain).join().picture()).isEqualTo(picture);
      assertThat(restorer.restoreAsync(picture, plain, own).join().picture()).isEqualTo(picture);
      RestoreOptions failing =
          RestoreOptions.builder()
              .progress(
                  (done, total) -> {
                    throw new ArithmeticException("the listener's own");
                  })
              .build();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> restorer.restoreAsync(picture, failing).join())
          .withCauseInstanceOf(ArithmeticException.class);
    } finally {
      own.shutdownNow();
    }
  }

  @Test
  void cancellingAFutureStopsTheWork() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    List<Integer> done = new ArrayList<>();
    Restorer restorer = open(1);
    RestoreOptions options =
        RestoreOptions.builder()
            .progress(
                (tile, total) -> {
                  done.add(tile);
                  entered.countDown();
                  await(leave);
                })
            .build();
    CompletableFuture<Restoration> running = restorer.restoreAsync(noise(300, 300), options);
    CompletableFuture<Restoration> queued = restorer.restoreAsync(noise(300, 300), options);
    entered.await();
    assertThat(queued.cancel(true)).isTrue();
    assertThat(running.cancel(true)).isTrue();
    leave.countDown();
    restorer.close();
    assertThat(done).containsExactly(1);
    assertThatExceptionOfType(CancellationException.class).isThrownBy(running::join);
  }

  @Test
  void afterClosingEveryCallIsRefused() {
    Restorer restorer = open(1);
    restorer.close();
    restorer.close();
    Picture picture = noise(4, 4);
    RestoreOptions plain = RestoreOptions.defaults();
    assertThatIllegalStateException().isThrownBy(() -> restorer.restore(picture));
    assertThatIllegalStateException().isThrownBy(() -> restorer.classify(picture));
    assertThatIllegalStateException().isThrownBy(() -> restorer.warmUp(4, 4));
    assertThatIllegalStateException().isThrownBy(() -> restorer.restoreAsync(picture, plain));
    assertThat(restorer.card()).isEqualTo(CARD);
  }

  @Test
  void aListenerCannotUseTheRestorerThatCallsIt() {
    Restorer restorer = open(1);
    RestoreOptions options =
        RestoreOptions.builder().progress((done, total) -> restorer.close()).build();
    assertThatIllegalStateException()
        .isThrownBy(() -> restorer.restore(noise(4, 4), options))
        .withMessageContaining("from within a call");
    restorer.close();
  }

  @Test
  void sixtyFourThreadsGetWhatOneThreadGetsUntilItIsClosedUnderThem() throws Exception {
    int threads = 64;
    Restorer restorer = open(4);
    Map<Picture, Picture> expected =
        IntStream.range(0, 16)
            .mapToObj(i -> noise(20 + 9 * i, 130 - 7 * i))
            .collect(Collectors.toMap(Function.identity(), p -> restorer.restore(p).picture()));
    CountDownLatch running = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      List<Picture> pictures = List.copyOf(expected.keySet());
      for (int i = 0; i < threads; i++) {
        int first = i;
        workers.add(
            pool.submit(() -> restoreUntilClosed(restorer, pictures, first, expected, running)));
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

  private static int restoreUntilClosed(
      Restorer restorer,
      List<Picture> pictures,
      int first,
      Map<Picture, Picture> expected,
      CountDownLatch running) {
    for (int done = 0; ; done++) {
      Picture picture = pictures.get((first + done) % pictures.size());
      Picture restored;
      try {
        restored = restorer.restore(picture).picture();
      } catch (IllegalStateException e) {
        return done;
      }
      assertThat(restored).isEqualTo(expected.get(picture));
      if (done == 0) {
        running.countDown();
      }
    }
  }

  @Test
  void randomCancelsHarmNothing() {
    cancelAtRandom(300);
  }

  @Tag("slow")
  @Test
  void tenThousandRandomCancelsHarmNothing() {
    cancelAtRandom(10_000);
  }

  private static void cancelAtRandom(int calls) {
    Random random = new Random(5);
    Picture picture = noise(120, 100);
    int finished = 0;
    try (Restorer restorer = open(2)) {
      for (int i = 0; i < calls; i++) {
        CompletableFuture<Restoration> future =
            restorer.restoreAsync(picture, RestoreOptions.defaults());
        long wait = random.nextInt(3_000_000);
        long started = System.nanoTime();
        while (System.nanoTime() - started < wait && !future.isDone()) {
          Thread.onSpinWait();
        }
        if (!future.cancel(true)) {
          assertThat(future.join().picture()).isEqualTo(picture);
          finished++;
        }
      }
      assertThat(restorer.restore(picture).picture()).isEqualTo(picture);
    }
    assertThat(finished).isBetween(1, calls - 1);
  }

  @Tag("slow")
  @Test
  void nativeMemoryStaysFlatOverTwoThousandCallsOfChangingSize() throws IOException {
    ResidentMemory.assumeKnown();
    Random random = new Random(3);
    try (Restorer restorer =
        Restorer.builtIn(RestorerOptions.builder().device(Device.CPU).build())) {
      // The arena and the compiler need a while to reach their size.
      for (int i = 0; i < 400; i++) {
        restorer.restore(noise(1 + random.nextInt(256), 1 + random.nextInt(256)));
      }
      long before = ResidentMemory.megabytes();
      for (int i = 0; i < 2000; i++) {
        restorer.restore(noise(1 + random.nextInt(256), 1 + random.nextInt(256)));
      }
      long after = ResidentMemory.megabytes();
      System.out.printf("resident: %d MB before, %d MB after 2,000 calls%n", before, after);
      assertThat(after - before).isLessThan(60);
    }
  }

  private static RestoreOptions blocking(CountDownLatch entered, CountDownLatch leave) {
    return RestoreOptions.builder()
        .progress(
            (done, total) -> {
              entered.countDown();
              await(leave);
            })
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Restorer open(int inFlight) {
    return Restorer.open(
        new TinyModel().card(CARD.toJson()).toBytes(),
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
}
