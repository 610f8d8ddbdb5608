package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.degradation.Degradation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * The degraded pictures of a study, made one at a time. Each is a function of the seed, its class
 * and its rank alone.
 */
final class StudyPictures {

  private static final int CHANNELS = 3;
  private static final double BYTE_TO_UNIT = 1 / 255.0;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final List<Path> photographs;
  private final List<Degradation> degradations;
  private final CleanPictures choice;
  private final StudySettings settings;

  /**
   * Divides photographs among the classes.
   *
   * @param photographs files, of which as many as needed are drawn
   * @param degradations one for each class
   * @throws IllegalArgumentException if there are too few photographs
   */
  StudyPictures(
      List<Path> photographs,
      List<Degradation> degradations,
      CleanPictures choice,
      StudySettings settings) {
    int groups = choice == CleanPictures.SHARED ? 1 : degradations.size();
    int needed = groups * settings.picturesPerClass();
    if (photographs.size() < needed) {
      throw new IllegalArgumentException(
          Text.of(
              "%d photographs are needed and there are %d: name more, or take %d pictures per class",
              needed, photographs.size(), photographs.size() / groups));
    }
    List<Path> order = new ArrayList<>(photographs);
    Collections.shuffle(order, new Random(settings.seed()));
    this.photographs = List.copyOf(order.subList(0, needed));
    this.degradations = List.copyOf(degradations);
    this.choice = choice;
    this.settings = settings;
  }

  /**
   * Makes a picture: the whole photograph is degraded, then its centre cut out.
   *
   * @param label index of the class
   * @param rank index of the picture within the class
   * @return [side, side, 3] RGB, 0..1 but for unclipped noise
   * @throws PictureException if the photograph is broken or too small
   */
  float[] picture(int label, int rank) {
    int own = label * settings.picturesPerClass() + rank;
    Path file = photographs.get(choice == CleanPictures.SHARED ? rank : own);
    RandomGenerator random = GENERATOR.create(settings.seed() + GOLDEN_GAMMA * (own + 1));
    try (Mat photograph = Photographs.decode(file);
        Mat clean = new Mat()) {
      int side = settings.side();
      if (Math.min(photograph.rows(), photograph.cols()) < side) {
        throw new PictureException(
            Text.of(
                "%s has no centre of %d pixels: leave it out, or take smaller crops", file, side));
      }
      photograph.convertTo(clean, opencv_core.CV_32F, BYTE_TO_UNIT, 0);
      try (Mat degraded = degradations.get(label).apply(clean, random)) {
        return centre(degraded, side);
      }
    }
  }

  private static float[] centre(Mat picture, int side) {
    int left = (picture.cols() - side) / 2;
    int top = (picture.rows() - side) / 2;
    try (Rect window = new Rect(left, top, side, side);
        Mat view = new Mat(picture, window);
        Mat crop = view.clone();
        FloatPointer values = new FloatPointer(crop.data())) {
      float[] pixels = new float[side * side * CHANNELS];
      values.get(pixels);
      return pixels;
    }
  }
}
