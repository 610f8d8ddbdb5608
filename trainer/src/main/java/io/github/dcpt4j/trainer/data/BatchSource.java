package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The batches of a run. Batch i is a function of the seed and i alone, so a run that goes on after
 * a kill sees what it would have seen, and threads may make batches in any order.
 */
public final class BatchSource {

  private static final int CHANNELS = 3;
  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /**
   * The sources of one class.
   *
   * @param sources drawn from in equal parts
   * @param share relative share of this class in a batch
   */
  public record Task(List<PatchSource> sources, double share) {

    /** Keeps an immutable copy. */
    public Task {
      sources = List.copyOf(sources);
      if (sources.isEmpty() || !(share > 0)) {
        throw new IllegalArgumentException("a task needs a source and a positive share");
      }
    }
  }

  private final List<Task> tasks;
  private final int size;
  private final int side;
  private final long seed;

  /**
   * Describes the batches; nothing is made yet.
   *
   * @param tasks one for each class, in the order of the labels
   * @param size patches in a batch
   * @param side height and width of a patch
   * @param seed start of all chance
   * @throws IllegalArgumentException if there is no task or a size is not positive
   */
  public BatchSource(List<Task> tasks, int size, int side, long seed) {
    if (tasks.isEmpty() || size < 1 || side < 1) {
      throw new IllegalArgumentException("batches need a task and positive sizes");
    }
    this.tasks = List.copyOf(tasks);
    this.size = size;
    this.side = side;
    this.seed = seed;
  }

  /** Makes the batch of an iteration. */
  public Batch batch(long iteration) {
    RandomGenerator random = GENERATOR.create(seed + GOLDEN_GAMMA * (iteration + 1));
    int stride = side * side * CHANNELS;
    float[] input = new float[size * stride];
    float[] target = new float[size * stride];
    int[] labels = new int[size];
    // The classes are drawn along one random offset, so a batch holds them in steady proportion.
    double offset = random.nextDouble();
    for (int i = 0; i < size; i++) {
      labels[i] = classAt((i + offset) / size);
      List<PatchSource> sources = tasks.get(labels[i]).sources();
      PatchSource source = sources.get(random.nextInt(sources.size()));
      try (PatchPair pair = source.sample(side, random)) {
        copy(pair.input(), input, i * stride, stride);
        copy(pair.target(), target, i * stride, stride);
      }
    }
    return new Batch(size, side, side, input, target, labels);
  }

  private int classAt(double position) {
    double total = tasks.stream().mapToDouble(Task::share).sum();
    double reached = 0;
    for (int i = 0; i < tasks.size() - 1; i++) {
      reached += tasks.get(i).share() / total;
      if (position < reached) {
        return i;
      }
    }
    return tasks.size() - 1;
  }

  private static void copy(Mat patch, float[] to, int offset, int length) {
    if (!patch.isContinuous() || patch.total() * patch.channels() != length) {
      throw new IllegalStateException("a patch source returned a patch of another size");
    }
    try (FloatPointer values = new FloatPointer(patch.data())) {
      values.get(to, offset, length);
    }
  }
}
