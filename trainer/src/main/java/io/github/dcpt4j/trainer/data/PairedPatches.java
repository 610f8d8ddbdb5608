package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Crops of real pairs, from a folder as {@link PairFolder} describes. */
public final class PairedPatches implements PatchSource, AutoCloseable {

  private static final int UP_DOWN = 0;
  private static final int LEFT_RIGHT = 1;
  private static final double BYTE_TO_UNIT = 1 / 255.0;

  private final String label;
  private final List<PairFiles> files;
  private final List<PatchPair> pairs;

  private PairedPatches(String label, List<PairFiles> files, List<PatchPair> pairs) {
    this.label = label;
    this.files = List.copyOf(files);
    this.pairs = List.copyOf(pairs);
  }

  /**
   * Decodes all pairs of a folder into memory: {@code input} and {@code target} with files of equal
   * stems, or one of the layouts in which Rain100, RESIDE, LOL, GoPro, Snow100K, DPDD and CDD-11
   * come. Targets that no input belongs to are left out.
   *
   * @param label the degradation of the inputs
   * @param folder holds the pairs
   * @param budget what the pictures take is taken from it
   * @throws PictureException if the layout is not known, an input has no target, or not exactly
   *     one, sizes differ or pictures are broken, all of which are named, or they do not fit into
   *     memory
   */
  public static PairedPatches load(String label, Path folder, MemoryBudget budget) {
    List<PairFiles> files = PairFolder.pairs(label, folder);
    return new PairedPatches(label, files, decode(files, budget));
  }

  /** Decodes all pairs of a folder: CV_8UC3, RGB. */
  static List<PatchPair> pairs(String label, Path folder, MemoryBudget budget) {
    return decode(PairFolder.pairs(label, folder), budget);
  }

  private static List<PatchPair> decode(List<PairFiles> files, MemoryBudget budget) {
    budget.take(files.stream().flatMap(pair -> Stream.of(pair.input(), pair.target())).toList());
    BrokenPictures broken = new BrokenPictures();
    List<PatchPair> pairs =
        files.stream()
            .flatMap(file -> broken.attempt(() -> pair(file.input(), file.target())).stream())
            .toList();
    try {
      broken.refuse();
    } catch (PictureException e) {
      pairs.forEach(PatchPair::close);
      throw e;
    }
    return pairs;
  }

  /**
   * Makes sure that a square can be cut from every pair.
   *
   * @throws PictureException that names those that are too small
   */
  public void requireSide(int side) {
    BrokenPictures tooSmall = new BrokenPictures();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i).input();
      Mat picture = pairs.get(i).input();
      tooSmall.attempt(() -> Photographs.requireSide(file, picture, side));
    }
    tooSmall.refuse();
  }

  private static PatchPair pair(Path input, Path target) {
    PatchPair pair = new PatchPair(Photographs.decode(input), Photographs.decode(target));
    Mat spoilt = pair.input();
    Mat clean = pair.target();
    if (spoilt.rows() != clean.rows() || spoilt.cols() != clean.cols()) {
      PictureException unequal =
          new PictureException(
              "%s has %dx%d pixels, its target %dx%d: they have to be equal in size"
                  .formatted(input, spoilt.cols(), spoilt.rows(), clean.cols(), clean.rows()));
      pair.close();
      throw unequal;
    }
    return pair;
  }

  @Override
  public String label() {
    return label;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Augmented as the official code does: mirrored left-right, top-bottom or not, each a third of
   * the time, then transposed three times in four.
   *
   * @throws PictureException if a picture is smaller than the patch
   */
  @Override
  public PatchPair sample(int side, RandomGenerator random) {
    PatchPair pair = pairs.get(random.nextInt(pairs.size()));
    int rows = pair.target().rows();
    int columns = pair.target().cols();
    if (rows < side || columns < side) {
      throw new PictureException(
          "a pair of %s is smaller than the patch of %d pixels".formatted(label, side));
    }
    int top = random.nextInt(rows - side + 1);
    int left = random.nextInt(columns - side + 1);
    int mirror = random.nextInt(3);
    boolean transposed = random.nextDouble() < 0.75;
    try (Rect window = new Rect(left, top, side, side)) {
      return new PatchPair(
          patch(pair.input(), window, mirror, transposed),
          patch(pair.target(), window, mirror, transposed));
    }
  }

  private static Mat patch(Mat picture, Rect window, int mirror, boolean transposed) {
    Mat patch = new Mat();
    try (Mat crop = new Mat(picture, window)) {
      crop.convertTo(patch, opencv_core.CV_32F, BYTE_TO_UNIT, 0);
    }
    if (mirror == UP_DOWN || mirror == LEFT_RIGHT) {
      opencv_core.flip(patch, patch, mirror);
    }
    if (transposed) {
      opencv_core.transpose(patch, patch);
    }
    return patch;
  }

  @Override
  public void close() {
    pairs.forEach(PatchPair::close);
  }
}
