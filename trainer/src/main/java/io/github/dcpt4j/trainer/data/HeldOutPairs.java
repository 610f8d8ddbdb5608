package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Real pairs that a model is measured on while it learns from others: the middle of each picture.
 *
 * @param label the degradation of the inputs
 * @param pairs at least one; held in memory, with 6 bytes for each pixel
 */
public record HeldOutPairs(String label, List<Pair> pairs) {

  private static final int SSIM_WINDOW = 11;

  /**
   * A pair.
   *
   * @param name file name of the degraded picture
   * @param input degraded, 8 bit
   * @param target clean, 8 bit, of the same size
   */
  public record Pair(String name, Picture input, Picture target) {}

  /**
   * The size of the middle that is taken.
   *
   * @param largestSide height and width are this at most
   * @param multiple height and width are a multiple of this
   * @param smallestSide height and width are this at least
   */
  public record Crop(int largestSide, int multiple, int smallestSide) {

    /** What a network takes, of pictures of whatever size. */
    public static Crop of(RestorationNetwork network, int largestSide) {
      int smallest = Math.max(SSIM_WINDOW, network.minimumSize());
      int multiple = network.sizeMultiple();
      return new Crop(largestSide, multiple, (smallest + multiple - 1) / multiple * multiple);
    }

    private int of(int side) {
      return Math.min(side, largestSide) / multiple * multiple;
    }
  }

  /** Keeps an immutable copy. */
  public HeldOutPairs {
    pairs = List.copyOf(pairs);
  }

  /**
   * Reads all pairs of some folders, each laid out as {@link PairedPatches#load} has it.
   *
   * @throws PictureException if a layout is not known, an input has no target, or not exactly one,
   *     sizes differ, or a picture is broken or too small
   */
  public static HeldOutPairs load(String label, List<Path> folders, Crop crop) {
    return new HeldOutPairs(
        label,
        folders.stream()
            .flatMap(folder -> PairFolder.pairs(label, folder).stream())
            .map(files -> read(files, crop))
            .toList());
  }

  private static Pair read(PicturePair files, Crop crop) {
    PictureCodec codec = new PictureCodec();
    Picture input = codec.read(files.input());
    Picture target = codec.read(files.target());
    if (input.width() != target.width() || input.height() != target.height()) {
      throw new PictureException(
          Text.of(
              "%s has %dx%d pixels, its target %dx%d: they have to be equal in size",
              files.input(), input.width(), input.height(), target.width(), target.height()));
    }
    int width = crop.of(input.width());
    int height = crop.of(input.height());
    if (Math.min(width, height) < crop.smallestSide()) {
      throw new PictureException(
          Text.of(
              "%s is too small to be measured, a side has %d pixels at least: remove it, or take a larger middle",
              files.input(), crop.smallestSide()));
    }
    return new Pair(
        files.input().getFileName().toString(),
        middle(input, width, height),
        middle(target, width, height));
  }

  private static Picture middle(Picture picture, int width, int height) {
    try (Mat whole = MatBridge.toMat(picture);
        Rect area =
            new Rect(
                (picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
        Mat view = new Mat(whole, area);
        Mat crop = view.clone()) {
      return MatBridge.toPicture(crop);
    }
  }
}
