package io.github.dcpt4j.trainer.degradation;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The degradations that the method is trained on. */
public final class Degradations {

  private static final double STRONGEST_NOISE = 50;
  private static final Range DUSK = new Range(0.12, 0.4);

  private Degradations() {}

  /**
   * The five degradations in the method's order, which is that of the classes: rain, noise, haze,
   * low light and motion blur, each as photographs have it. Noise is white and that of cameras.
   *
   * @return an unmodifiable list
   */
  public static List<Degradation> standard() {
    return List.of(new Rain(), new Noise(), new Haze(), new LowLight(), new MotionBlur());
  }

  /**
   * The ten degradations in the order of the method's training on ten tasks. Noise has any whole
   * strength of 1 to 50 here, not one of three.
   *
   * @return noise, motion-blur, defocus, jpeg, haze, rain, snow, demosaicking, low-light and
   *     inpainting; an unmodifiable list
   */
  public static List<Degradation> all() {
    return List.of(
        new GaussianNoise(
            DoubleStream.iterate(1, sigma -> sigma <= STRONGEST_NOISE, sigma -> sigma + 1)
                .boxed()
                .toList()),
        new MotionBlur(),
        new Defocus(),
        new Jpeg(),
        new Haze(),
        new Rain(),
        new Snow(),
        new Demosaicking(),
        new LowLight(),
        new Inpainting());
  }

  /**
   * The seven combinations of weather and darkness that the data set CDD-11 has.
   *
   * <p>The steps follow the light: haze lies between the scene and the camera, rain and snow are
   * seen in front of it, and a dark exposure with its noise comes last. It keeps 12 to 40 % of the
   * brightness, since of a veil or of thin streaks nothing can be seen in less. (The pictures of
   * CDD-11 were made the other way round: darkened, then rain or snow, then haze.)
   *
   * @return low-light+haze, low-light+rain, low-light+snow, haze+rain, haze+snow,
   *     low-light+haze+rain and low-light+haze+snow; an unmodifiable list
   */
  public static List<Degradation> mixtures() {
    Degradation haze = new Haze();
    Degradation rain = new Rain();
    Degradation snow = new Snow();
    Degradation dark = new LowLight(DUSK);
    return List.of(
        new Mixture("low-light+haze", List.of(haze, dark)),
        new Mixture("low-light+rain", List.of(rain, dark)),
        new Mixture("low-light+snow", List.of(snow, dark)),
        new Mixture("haze+rain", List.of(haze, rain)),
        new Mixture("haze+snow", List.of(haze, snow)),
        new Mixture("low-light+haze+rain", List.of(haze, rain, dark)),
        new Mixture("low-light+haze+snow", List.of(haze, snow, dark)));
  }

  /**
   * The two classes of a classifier that only tells whether a picture is degraded.
   *
   * @return clean, which changes nothing, and degraded, which is any of {@link #all}; an
   *     unmodifiable list
   */
  public static List<Degradation> cleanOrNot() {
    return List.of(new Clean(), new OneOf("degraded", all()));
  }

  /**
   * The two kinds of noise of {@link #standard}, each on its own.
   *
   * @return white-noise of the three strengths of the published training on five tasks, and
   *     camera-noise; an unmodifiable list
   */
  public static List<Degradation> kindsOfNoise() {
    return List.of(new OneOf("white-noise", List.of(new GaussianNoise())), new CameraPicture());
  }

  /**
   * The degradation of a label among {@link #all}, {@link #mixtures}, {@link #cleanOrNot} and
   * {@link #kindsOfNoise}.
   *
   * @param classes labels that it is trained or tested with: if all are {@link #standard} ones or
   *     clean, it is that of the training on five tasks
   * @return nothing if no degradation has this label
   */
  public static Optional<Degradation> byLabel(String label, List<String> classes) {
    List<Degradation> five = standard();
    boolean isStandard =
        Stream.of(five, kindsOfNoise(), List.of(new Clean()))
            .flatMap(List::stream)
            .map(Degradation::label)
            .toList()
            .containsAll(classes);
    return Stream.of(isStandard ? five : all(), mixtures(), cleanOrNot(), kindsOfNoise())
        .flatMap(List::stream)
        .filter(degradation -> degradation.label().equals(label))
        .findFirst();
  }

  /**
   * The degradation of a label, on its own.
   *
   * @return nothing if no degradation has this label
   */
  public static Optional<Degradation> byLabel(String label) {
    return byLabel(label, List.of(label));
  }

  /**
   * Every label that {@link #byLabel(String)} knows.
   *
   * @return an unmodifiable list
   */
  public static List<String> labels() {
    return Stream.of(all(), mixtures(), cleanOrNot(), kindsOfNoise())
        .flatMap(List::stream)
        .map(Degradation::label)
        .toList();
  }
}
