package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Layers of rain streaks or snowflakes, CV_32FC1 in 0..1: pictures of the light alone on black, or
 * what real pairs differ by.
 */
public final class LightLayers implements AutoCloseable {

  private static final double BYTE_TO_UNIT = 1 / 255.0;

  private final List<Mat> layers;

  private LightLayers(List<Mat> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Reads the layers of a folder.
   *
   * <p>Of pairs ({@code input} and {@code target} in the folder) the brightest channel of their
   * difference is taken, because a bright background clips the light of the others; where it clips
   * all three, the layer is too dark.
   *
   * @param label {@code rain} or {@code snow}, of pairs {@code rain} alone: what snow hides cannot
   *     be told from how much brighter it made a picture
   * @param folder of pictures of light, or of pairs
   * @throws PictureException if the folder is missing or empty, holds pairs of snow, a pair is
   *     incomplete or a picture is broken
   */
  public static LightLayers load(String label, Path folder) {
    List<Mat> layers = new ArrayList<>();
    if (Files.isDirectory(folder.resolve("input"))) {
      if (!label.equals("rain")) {
        throw new PictureException(
            Text.of(
                "%s holds pairs, which tell layers of rain alone: name pictures of %s on black",
                folder, label));
      }
      try (PictureCache cache = new PictureCache(MemoryBudget.ofMachine())) {
        for (PicturePair pair : PairedPatches.load(label, folder, cache).pairs()) {
          layers.add(
              cache.use(
                  pair.input(), input -> cache.use(pair.target(), target -> added(input, target))));
        }
      }
    } else {
      for (Path file : Photographs.files(folder)) {
        try (Mat picture = Photographs.decode(file)) {
          layers.add(brightest(picture));
        }
      }
    }
    return new LightLayers(layers);
  }

  private static Mat added(Mat input, Mat target) {
    try (Mat difference = new Mat()) {
      // Bytes saturate: what is darker than the target adds no light.
      opencv_core.subtract(input, target, difference);
      return brightest(difference);
    }
  }

  private static Mat brightest(Mat picture) {
    Mat light = new Mat();
    try (Mat pixels = picture.reshape(1, picture.rows() * picture.cols());
        Mat maxima = new Mat()) {
      opencv_core.reduce(pixels, maxima, 1, opencv_core.REDUCE_MAX);
      try (Mat plane = maxima.reshape(1, picture.rows())) {
        plane.convertTo(light, opencv_core.CV_32F, BYTE_TO_UNIT, 0);
      }
    }
    return light;
  }

  /** The layers; they belong to this object. */
  public List<Mat> layers() {
    return layers;
  }

  @Override
  public void close() {
    layers.forEach(Mat::close);
  }
}
