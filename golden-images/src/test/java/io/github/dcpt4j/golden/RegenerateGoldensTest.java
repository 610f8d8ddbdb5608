package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegenerateGoldensTest {

  private static final GoldenSet MODULE = GoldenSet.ofModule();
  private static final GoldenCase RAINY_CHELSEA = new GoldenCase("chelsea", "rain");
  private static final GoldenCase DARK_CHELSEA = new GoldenCase("chelsea", "low-light");

  @TempDir Path folder;
  private GoldenSet set;

  @BeforeEach
  void copiesTwoPhotographs() throws IOException {
    set = new GoldenSet(folder);
    Files.createDirectory(folder.resolve("clean"));
    for (String picture : new String[] {"chelsea", "dogs"}) {
      Files.copy(MODULE.clean(picture), set.clean(picture));
    }
  }

  @Test
  void everythingIsMadeFromThePhotographs() throws IOException {
    RegenerateGoldens.main(new String[] {folder.toString(), "--degraded"});
    for (GoldenCase which : set.cases()) {
      assertThat(set.degraded(which)).isNotEmptyFile();
      assertThat(set.restored(which)).isNotEmptyFile();
    }
    for (GoldenCase which : set.casesWithTensors()) {
      assertThat(RawOutputs.read(set.tensors(which)).logits().shape()).containsExactly(1, 5);
    }
  }

  @Test
  void degradedFormsStayAsTheyAreUnlessAskedFor() throws IOException {
    RegenerateGoldens.main(new String[] {folder.toString(), "--degraded"});
    byte[] before = Files.readAllBytes(set.restored(RAINY_CHELSEA));
    replace(set.degraded(RAINY_CHELSEA), set.degraded(DARK_CHELSEA));
    RegenerateGoldens.main(new String[] {folder.toString()});
    assertThat(set.degraded(RAINY_CHELSEA)).hasSameBinaryContentAs(set.degraded(DARK_CHELSEA));
    assertThat(set.restored(RAINY_CHELSEA)).hasSameBinaryContentAs(set.restored(DARK_CHELSEA));
    assertThat(Files.readAllBytes(set.restored(RAINY_CHELSEA))).isNotEqualTo(before);
  }

  @Test
  void otherArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegenerateGoldens.main(new String[] {folder.toString(), "--all"}))
        .withMessageContaining("Usage");
  }

  private static void replace(Path file, Path content) throws IOException {
    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
