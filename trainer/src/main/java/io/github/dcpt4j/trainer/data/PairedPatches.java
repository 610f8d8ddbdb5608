package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Crops of real pairs, from a folder as {@link PairFolder} describes. */
public final class PairedPatches implements PatchSource {

  private static final int UP_DOWN = 0;
  private static final int LEFT_RIGHT = 1;
  private static final double BYTE_TO_UNIT = 1 / 255.0;

  private final String label;
  private final List<PicturePair> pairs;
  private final PictureCache cache;

  private PairedPatches(String label, List<PicturePair> pairs, PictureCache cache) {
    this.label = label;
    this.pairs = List.copyOf(pairs);
    this.cache = cache;
  }

  /**
   * Finds all pairs of a folder: {@code input} and {@code target} with files of equal stems, or one
   * of the layouts in which Rain100, RESIDE, LOL, GoPro, Snow100K, DPDD and CDD-11 come. Targets
   * that no input belongs to are left out.
   *
   * @param label the degradation of the inputs
   * @param folder holds the pairs
   * @param cache holds the pictures; stays the caller's
   * @throws PictureException if the layout is not known, an input has no target, or not exactly
   *     one, or sizes differ or pictures are broken, all of which are named
   */
  public static PairedPatches load(String label, Path folder, PictureCache cache) {
    List<PicturePair> pairs = PairFolder.pairs(label, folder);
    cache.add(files(pairs));
    BrokenPictures unequal = new BrokenPictures();
    pairs.forEach(pair -> unequal.attempt(() -> requireEqualSizes(pair, cache)));
    unequal.refuse();
    return new PairedPatches(label, pairs, cache);
  }

  private static PicturePair requireEqualSizes(PicturePair pair, PictureCache cache) {
    PictureSize input = cache.size(pair.input());
    PictureSize target = cache.size(pair.target());
    boolean decoded = cache.holds(pair.input()) && cache.holds(pair.target());
    // What only the header tells may be turned by the metadata; it is compared again when drawn.
    return requireEqual(
        pair, input, target, decoded ? input.equals(target) : input.equalsUpToRotation(target));
  }

  private static PicturePair requireEqual(
      PicturePair pair, PictureSize input, PictureSize target, boolean equal) {
    if (!equal) {
      throw new PictureException(
          Text.of(
              "%s has %dx%d pixels, its target %dx%d: they have to be equal in size",
              pair.input(), input.width(), input.height(), target.width(), target.height()));
    }
    return pair;
  }

  /**
   * Makes sure that a square can be cut from every pair.
   *
   * @throws PictureException that names those that are too small
   */
  public void requireSide(int side) {
    BrokenPictures tooSmall = new BrokenPictures();
    for (PicturePair pair : pairs) {
      Path file = pair.input();
      tooSmall.attempt(() -> Photographs.requireSide(file, cache.size(file), side));
    }
    tooSmall.refuse();
  }

  /** The files, in the order of the inputs' names. */
  List<PicturePair> pairs() {
    return pairs;
  }

  /** The files, each target after its input. */
  public List<Path> files() {
    return files(pairs);
  }

  private static List<Path> files(List<PicturePair> pairs) {
    return pairs.stream().flatMap(pair -> Stream.of(pair.input(), pair.target())).toList();
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
   * @throws PictureException if a picture is smaller than the patch, or one that did not fit into
   *     memory is broken or unequal in size to its partner
   */
  @Override
  public PatchPair sample(int side, RandomGenerator random) {
    PicturePair pair = pairs.get(random.nextInt(pairs.size()));
    return cache.use(
        pair.input(),
        input -> cache.use(pair.target(), target -> cut(pair, input, target, side, random)));
  }

  private PatchPair cut(PicturePair pair, Mat input, Mat target, int side, RandomGenerator random) {
    PictureSize size = PictureSize.of(target);
    requireEqual(pair, PictureSize.of(input), size, size.equals(PictureSize.of(input)));
    if (size.shorterSide() < side) {
      throw new PictureException(
          Text.of("a pair of %s is smaller than the patch of %d pixels", label, side));
    }
    int top = random.nextInt(size.height() - side + 1);
    int left = random.nextInt(size.width() - side + 1);
    int mirror = random.nextInt(3);
    boolean transposed = random.nextDouble() < 0.75;
    try (Rect window = new Rect(left, top, side, side)) {
      return new PatchPair(
          patch(input, window, mirror, transposed), patch(target, window, mirror, transposed));
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
}
