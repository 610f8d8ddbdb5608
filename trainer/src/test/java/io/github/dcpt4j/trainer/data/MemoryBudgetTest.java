package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;
  private static final int BYTES = 3 * WIDTH * HEIGHT;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "tif", "webp"})
  void countsThreeBytesAPixelInEveryFormat(String extension) throws IOException {
    List<Path> one = List.of(picture("one." + extension));

    assertThatCode(() -> new MemoryBudget(BYTES).take(one)).doesNotThrowAnyException();
    assertThatThrownBy(() -> new MemoryBudget(BYTES - 1).take(one))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("may be used on this machine")
        .hasMessageContaining("fewer");
  }

  @Test
  void whatWasTakenBeforeCounts() throws IOException {
    List<Path> one = List.of(picture("one.png"));
    MemoryBudget budget = new MemoryBudget(2 * BYTES);
    budget.take(one);
    budget.take(one);

    assertThatThrownBy(() -> budget.take(one)).isInstanceOf(PictureException.class);
  }

  @Test
  void nothingIsDecodedThatDoesNotFit() throws IOException {
    picture("one.png");
    // Cut off, but its header is whole: decoding it would fail in another way.
    Path cut = picture("two.png");
    byte[] content = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(content, content.length / 2));

    assertThatThrownBy(() -> Photographs.load(List.of(folder), new MemoryBudget(BYTES)))
        .hasMessageContaining("may be used on this machine");
  }

  @Test
  void aBrokenFileTakesNoRoom() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    MemoryBudget budget = new MemoryBudget(BYTES);

    budget.take(List.of(broken));

    assertThatCode(() -> budget.take(List.of(picture("one.png")))).doesNotThrowAnyException();
  }

  @Test
  void aMachineHasRoomForAPhotograph() throws IOException {
    List<Path> one = List.of(picture("one.png"));
    assertThatCode(() -> MemoryBudget.ofMachine().take(one)).doesNotThrowAnyException();
  }

  private Path picture(String name) throws IOException {
    return TestPictures.write(TestPictures.waves(WIDTH, HEIGHT, 1), folder.resolve(name));
  }
}
