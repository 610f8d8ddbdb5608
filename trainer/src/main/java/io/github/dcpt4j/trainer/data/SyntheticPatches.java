package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pairs made by spoiling clean photographs. */
public final class SyntheticPatches implements PatchSource {

  private static final int MIRROR = 1;
  private static final double TRANSPOSED_SHARE = 0.25;

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
   * that rain keeps falling and the far distance stays above the near ground.
   */
  @Override
  public PatchPair sample(int side, RandomGenerator random) {
    Mat photograph = photographs.get(random.nextInt(photographs.size()));
    boolean mirrored = random.nextBoolean();
    boolean transposed = random.nextDouble() < TRANSPOSED_SHARE;
    if (!mirrored && !transposed) {
      return degradation.sample(photograph, side, random);
    }
    try (Mat turned = new Mat()) {
      if (transposed) {
        opencv_core.transpose(photograph, turned);
      }
      if (mirrored) {
        opencv_core.flip(transposed ? turned : photograph, turned, MIRROR);
      }
      return degradation.sample(turned, side, random);
    }
  }
}
