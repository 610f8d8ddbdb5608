package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.GaussianNoise;
import io.github.dcpt4j.trainer.degradation.LowLight;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {

  private static final NafNet NETWORK = new NafNet(2, List.of(1, 1), 1, List.of(1, 1));
  private static final int RANKS = 6;
  private static final int SIDE = 24;
  private static final List<Degradation> DEGRADATIONS =
      List.of(new GaussianNoise(), new LowLight());

  /** Leaves pictures as they are. */
  private record Unchanged() implements Degradation {

    @Override
    public String label() {
      return "none";
    }

    @Override
    public Mat apply(Mat clean, RandomGenerator random) {
      return clean.clone();
    }
  }

  @TempDir private Path folder;
  private List<Path> photographs;

  @BeforeEach
  void drawPhotographs() throws IOException {
    for (int i = 0; i < 2 * RANKS; i++) {
      TestPictures.write(TestPictures.waves(40, 32, i), folder.resolve(i + ".png"));
    }
    photographs = Photographs.files(folder);
  }

  @Test
  void darkPicturesAreToldFromNoisyOnesAndEqualStudiesAgree() {
    StudyResult first = run(settings(1, 0), CleanPictures.DISJOINT);
    StudyResult second = run(settings(1, 0), CleanPictures.DISJOINT);

    assertThat(first).isEqualTo(second);
    assertThat(first.labels()).containsExactly("noise", "low-light");
    assertThat(first.featureLength()).isEqualTo(4 * SIDE * SIDE / 4);
    assertThat(first.map()).hasSize(2 * RANKS);
    assertThat(first.accuracy().values()).hasSize(5);
    assertThat(first.accuracy().mean()).isGreaterThan(first.chance());
    assertThat(run(settings(1, 1), CleanPictures.DISJOINT)).isNotEqualTo(first);
  }

  @Test
  void theControlNeedsNoMorePhotographsThanOneClass() {
    photographs = photographs.subList(0, RANKS);

    assertThat(run(settings(0, 0), CleanPictures.SHARED).picturesPerClass()).isEqualTo(RANKS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(settings(0, 0), CleanPictures.DISJOINT))
        .withMessage(
            "12 photographs are needed and there are 6: name more, or take 3 pictures per class");
  }

  @Test
  void allClassesOfTheControlAreMadeOfTheSamePicture() {
    List<Degradation> nothing = List.of(new Unchanged(), new Unchanged());
    StudyPictures shared =
        new StudyPictures(photographs, nothing, CleanPictures.SHARED, settings(0, 0));
    StudyPictures disjoint =
        new StudyPictures(photographs, nothing, CleanPictures.DISJOINT, settings(0, 0));

    assertThat(shared.picture(1, 2)).isEqualTo(shared.picture(0, 2));
    assertThat(shared.picture(1, 3)).isNotEqualTo(shared.picture(0, 2));
    assertThat(disjoint.picture(1, 2)).isNotEqualTo(disjoint.picture(0, 2));
  }

  @Test
  void theSamePictureIsSpoiltDifferentlyInEveryClass() {
    List<Degradation> noise = List.of(new GaussianNoise(), new GaussianNoise());
    StudyPictures shared =
        new StudyPictures(photographs, noise, CleanPictures.SHARED, settings(0, 0));

    assertThat(shared.picture(1, 2)).isNotEqualTo(shared.picture(0, 2));
    assertThat(shared.picture(1, 2)).isEqualTo(shared.picture(1, 2));
  }

  @Test
  void cropsThatDoNotSuitAreRefused() {
    StudySettings odd = StudySettings.published(RANKS, 25, 0, 10, 0);
    StudySettings large = StudySettings.published(RANKS, 36, 0, 10, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(odd, CleanPictures.SHARED))
        .withMessageContaining("take a multiple of 4");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> run(large, CleanPictures.SHARED))
        .withMessageContaining("has no centre of 36 pixels");
  }

  @Test
  void theReportShowsFiguresAndMaps() {
    StudyResult result = run(settings(0, 0), CleanPictures.SHARED);

    byte[] plot = StudyPlot.png(List.of(result, result, result, result));
    String page = StudyReport.page("A & B", settings(0, 0), List.of(result), plot);

    Picture picture = new PictureCodec().decode(plot);
    assertThat(picture.width()).isEqualTo(2 * 640);
    assertThat(picture.height()).isEqualTo(2 * 520);
    byte[] odd = StudyPlot.png(List.of(result, result, result));
    assertThat(new PictureCodec().decode(odd).height()).isEqualTo(3 * 520);
    assertThat(page)
        .contains("A &amp; B", "<td>shared</td><td>6</td><td>1152</td>", "5 neighbours")
        .contains("data:image/png;base64,")
        .doesNotContain("%%");
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isGreaterThan(plot.length);
  }

  private StudyResult run(StudySettings settings, CleanPictures choice) {
    return new Study(settings, photographs, DEGRADATIONS)
        .run("random", NETWORK, HeUniform.of(NETWORK, 1), choice);
  }

  private static StudySettings settings(int stage, long seed) {
    return StudySettings.published(RANKS, SIDE, stage, 20, seed);
  }
}
