package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

  private record Source(Function<RandomGenerator, Float> value) implements PatchSource {

    @Override
    public String label() {
      return "test";
    }

    @Override
    public PatchPair sample(int side, RandomGenerator random) {
      float drawn = value.apply(random);
      try (Scalar colour = new Scalar(drawn, drawn, drawn, drawn)) {
        return new PatchPair(
            new Mat(side, side, opencv_core.CV_32FC3, colour),
            new Mat(side, side, opencv_core.CV_32FC3, colour));
      }
    }

    BatchSource batches() {
      return new BatchSource(List.of(new BatchSource.Task(List.of(this), 1)), 1, 2, 3);
    }
  }

  @Test
  void handsBatchesOutInOrderWhateverThreadIsFaster() {
    AtomicInteger calls = new AtomicInteger();
    Source uneven =
        new Source(
            random -> {
              pause(calls.getAndIncrement() % 3 == 0 ? 5 : 0);
              return random.nextFloat();
            });
    BatchSource expected = new Source(RandomGenerator::nextFloat).batches();
    try (BatchLoader<Batch> loader = new BatchLoader<>(uneven.batches()::batch, 4, 3, 5)) {
      for (int iteration = 4; iteration < 24; iteration++) {
        assertThat(loader.next().input()).containsExactly(expected.batch(iteration).input());
      }
    }
  }

  @Test
  void passesOnWhatASourceThrew() {
    Source broken =
        new Source(
            random -> {
              throw new IllegalStateException("no picture");
            });
    try (BatchLoader<Batch> loader = new BatchLoader<>(broken.batches()::batch, 0, 1, 2)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no picture");
    }
  }

  @Test
  void passesOnThatMemoryDidNotSuffice() {
    Source hungry =
        new Source(
            random -> {
              throw new OutOfMemoryError("as large as a house");
            });
    try (BatchLoader<Batch> loader = new BatchLoader<>(hungry.batches()::batch, 0, 1, 2)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("as large as a house");
    }
  }

  @Test
  void waitsForTheBatchUnderWayWhenItIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Source slow =
        new Source(
            random -> {
              begun.countDown();
              long end = System.nanoTime() + 100_000_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              ended.set(true);
              return 0f;
            });
    BatchLoader<Batch> loader = new BatchLoader<>(slow.batches()::batch, 0, 1, 1);
    begun.await();
    loader.close();
    assertThat(ended).isTrue();
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
