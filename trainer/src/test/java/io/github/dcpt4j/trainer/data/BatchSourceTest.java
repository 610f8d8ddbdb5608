package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSourceTest {

  /** Pairs whose values tell where they come from. */
  private record Marked(float mark) implements PatchSource {

    @Override
    public String label() {
      return "mark " + mark;
    }

    @Override
    public PatchPair sample(int side, RandomGenerator random) {
      return new PatchPair(patch(side, mark, random.nextFloat(), 0), patch(side, -mark, 1, 2));
    }

    private static Mat patch(int side, float red, float green, float blue) {
      try (Scalar colour = new Scalar(red, green, blue, 0)) {
        return new Mat(side, side, opencv_core.CV_32FC3, colour);
      }
    }
  }

  private static BatchSource.Task task(float mark, double share) {
    return new BatchSource.Task(List.of(new Marked(mark)), share);
  }

  @Test
  void laysPatchesOutInRowsOfPixelsWithTheirLabels() {
    Batch batch = new BatchSource(List.of(task(5, 1), task(7, 1)), 4, 3, 1).batch(0);

    assertThat(batch.size()).isEqualTo(4);
    assertThat(batch.height()).isEqualTo(3);
    assertThat(batch.width()).isEqualTo(3);
    assertThat(batch.labels()).containsExactly(0, 0, 1, 1);
    assertThat(batch.input()).hasSize(4 * 3 * 3 * 3);
    for (int i = 0; i < batch.input().length; i += 3) {
      float mark = i < batch.input().length / 2 ? 5 : 7;
      assertThat(batch.input()[i]).isEqualTo(mark);
      assertThat(batch.input()[i + 2]).isZero();
      assertThat(batch.target()[i]).isEqualTo(-mark);
      assertThat(batch.target()[i + 1]).isEqualTo(1);
      assertThat(batch.target()[i + 2]).isEqualTo(2);
    }
  }

  @Test
  void respectsTheSharesOverManyBatches() {
    BatchSource source = new BatchSource(List.of(task(1, 1), task(2, 0.5), task(3, 2.5)), 3, 1, 9);
    int[] counts = new int[3];
    int batches = 800;
    for (int i = 0; i < batches; i++) {
      for (int label : source.batch(i).labels()) {
        counts[label]++;
      }
    }
    assertThat(counts[0]).isBetween(batches * 3 / 4 - 100, batches * 3 / 4 + 100);
    assertThat(counts[1]).isBetween(batches * 3 / 8 - 100, batches * 3 / 8 + 100);
    assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(3 * batches);
  }

  @Test
  void drawsFromAllSourcesOfATask() {
    BatchSource.Task task = new BatchSource.Task(List.of(new Marked(1), new Marked(2)), 1);
    float[] input = new BatchSource(List.of(task), 64, 1, 3).batch(0).input();
    int first = 0;
    for (int i = 0; i < input.length; i += 3) {
      first += input[i] == 1 ? 1 : 0;
    }
    assertThat(first).isBetween(16, 48);
  }

  @Test
  void isAFunctionOfSeedAndIterationAlone(@TempDir Path folder) throws IOException {
    try (PictureCache cache = new PictureCache(MemoryBudget.ofMachine())) {
      Photographs photographs = Photographs.load(List.of(TestPictures.photographs(folder)), cache);
      List<BatchSource.Task> tasks =
          Degradations.standard().stream()
              .map(
                  degradation ->
                      new BatchSource.Task(
                          List.of(new SyntheticPatches(photographs, degradation)), 1))
              .toList();
      Batch once = new BatchSource(tasks, 5, 24, 17).batch(2);
      BatchSource again = new BatchSource(tasks, 5, 24, 17);
      Batch other = again.batch(1);
      Batch same = again.batch(2);
      Batch otherSeed = new BatchSource(tasks, 5, 24, 18).batch(2);

      assertThat(same.input()).containsExactly(once.input());
      assertThat(same.target()).containsExactly(once.target());
      assertThat(same.labels()).containsExactly(once.labels()).containsExactly(0, 1, 2, 3, 4);
      assertThat(other.target()).isNotEqualTo(once.target());
      assertThat(otherSeed.target()).isNotEqualTo(once.target());
    }
  }

  @Test
  void refusesATaskWithoutSourceOrShare() {
    assertThatThrownBy(() -> new BatchSource.Task(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> task(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> task(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BatchSource(List.of(), 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
