package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Pairs made by spoiling clean photographs. */
public final class SyntheticPatches implements PatchSource {

  private static final int MIRROR = 1;
  private static final double TRANSPOSED_SHARE = 0.25;

  /** More of a photograph than this is not looked at for one patch, in pixels and in patches. */
  private static final int LARGEST_SCENE = 1024;

  private static final int PATCHES_IN_SCENE = 4;

  private final Photographs photographs;
  private final Degradation degradation;

  /** Spoils photographs, which stay the caller's, in one way. */
  public SyntheticPatches(Photographs photographs, Degradation degradation) {
    this.photographs = photographs;
    this.degradation = degradation;
  }

  @Override
  public String label() {
    return degradation.label();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The photograph is mirrored and now and then transposed <em>before</em> it is spoiled, so
   * that rain keeps falling and the far distance stays above the near ground. Of a photograph that
   * is larger than 1024 pixels a random part stands for it: to turn one of 12 megapixels would take
   * longer than a training step.
   */
  @Override
  public PatchPair sample(int side, RandomGenerator random) {
    int index = random.nextInt(photographs.size());
    return photographs.use(index, photograph -> sample(photograph, side, random));
  }

  private PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    boolean mirrored = random.nextBoolean();
    boolean transposed = random.nextDouble() < TRANSPOSED_SHARE;
    try (Rect part = part(photograph, side, random);
        Mat scene = new Mat(photograph, part)) {
      if (!mirrored && !transposed) {
        return degradation.sample(scene, side, random);
      }
      try (Mat turned = new Mat()) {
        if (transposed) {
          opencv_core.transpose(scene, turned);
        }
        if (mirrored) {
          opencv_core.flip(transposed ? turned : scene, turned, MIRROR);
        }
        return degradation.sample(turned, side, random);
      }
    }
  }

  private static Rect part(Mat photograph, int side, RandomGenerator random) {
    int largest = Math.max(LARGEST_SCENE, PATCHES_IN_SCENE * side);
    int columns = Math.min(photograph.cols(), largest);
    int rows = Math.min(photograph.rows(), largest);
    // Of a photograph that is taken whole nothing is drawn.
    int left = columns < photograph.cols() ? random.nextInt(photograph.cols() - columns + 1) : 0;
    int top = rows < photograph.rows() ? random.nextInt(photograph.rows() - rows + 1) : 0;
    return new Rect(left, top, columns, rows);
  }
}
