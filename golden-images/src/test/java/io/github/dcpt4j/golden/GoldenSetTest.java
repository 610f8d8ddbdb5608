package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder of goldens is whole and what the tests need. */
class GoldenSetTest {

  private static final GoldenSet SET = GoldenSet.ofModule();
  private static final PictureCodec CODEC = new PictureCodec();
  private static final long LARGEST_SIZE = 8_000_000;

  static List<String> pictures() {
    return SET.pictures();
  }

  static List<GoldenCase> cases() {
    return SET.cases();
  }

  @Test
  void thereAreAtLeastEightPhotographs() {
    assertThat(pictures()).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void photographsAreUprightAndWideAndNotAllOfSizesThatTheNetworkTakes() {
    List<Picture> photographs =
        pictures().stream().map(picture -> CODEC.read(SET.clean(picture))).toList();
    assertThat(photographs)
        .anyMatch(photograph -> photograph.height() > photograph.width())
        .anyMatch(photograph -> photograph.height() < photograph.width())
        .anyMatch(photograph -> photograph.height() % 16 == 0 && photograph.width() % 16 == 0)
        .anyMatch(photograph -> photograph.height() % 2 == 1 && photograph.width() % 2 == 1);
  }

  @Test
  void everyCaseHasItsFilesAndThereAreNoOthers() throws IOException {
    List<Path> expected = new ArrayList<>(List.of(SET.checkpoint()));
    pictures().forEach(picture -> expected.add(SET.clean(picture)));
    for (GoldenCase which : cases()) {
      expected.addAll(List.of(SET.degraded(which), SET.restored(which)));
    }
    SET.casesWithTensors().forEach(which -> expected.add(SET.tensors(which)));
    assertThat(files(SET.folder())).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void pictureFilesAndTensorsAreSmallEnoughForARepository() throws IOException {
    long size = 0;
    for (Path file : files(SET.folder())) {
      size += file.equals(SET.checkpoint()) ? 0 : Files.size(file);
    }
    assertThat(size).isLessThan(LARGEST_SIZE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDegradedFormHasTheSizeOfThePhotographAndIsVisiblyAnother(GoldenCase which) {
    Picture clean = CODEC.read(SET.clean(which.picture()));
    Picture degraded = CODEC.read(SET.degraded(which));
    assertThat(List.of(degraded.width(), degraded.height()))
        .containsExactly(clean.width(), clean.height());
    assertThat(ImageQuality.rgb().psnr(degraded, clean)).isLessThan(GoldenSet.VISIBLE_BELOW_PSNR);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void theNoticeInTheJarNamesThePhotograph(String picture) throws IOException {
    // From this package's folder up to the root of the module's classes and resources.
    Path notice = SET.folder().resolve("../../../../META-INF/NOTICE");
    assertThat(Files.readString(notice)).containsPattern("(?m)^ *" + picture + "\\.png\\b");
  }

  private static List<Path> files(Path folder) throws IOException {
    // The package's classes lie in the same folder.
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".class"))
          .toList();
    }
  }
}
