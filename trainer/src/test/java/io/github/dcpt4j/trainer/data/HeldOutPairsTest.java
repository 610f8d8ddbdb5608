package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.TestPictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutPairsTest {

  @TempDir private Path folder;

  @Test
  void takesTheMiddleInTheNetworksMultiple() throws IOException {
    TestPictures.pairs(folder, 51, 40);

    HeldOutPairs held =
        HeldOutPairs.load("low-light", List.of(folder), new HeldOutPairs.Crop(35, 8, 16));

    assertThat(held.pairs())
        .extracting(HeldOutPairs.Pair::name)
        .containsExactly("pair0.png", "pair1.png");
    Picture whole = TestPictures.waves(51, 40, 1);
    Picture target = held.pairs().get(1).target();
    assertThat(target.width()).isEqualTo(32);
    assertThat(target.height()).isEqualTo(32);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 3 * 32; x++) {
        int sample = target.toBytes()[y * 3 * 32 + x] & 0xff;
        assertThat(sample).isEqualTo(whole.toBytes()[(y + 4) * 3 * 51 + 3 * 9 + x] & 0xff);
        assertThat(held.pairs().get(1).input().toBytes()[y * 3 * 32 + x])
            .isEqualTo((byte) (sample / 2));
      }
    }
  }

  @Test
  void takesSmallPicturesWholeAndAllFolders() throws IOException {
    Path first = TestPictures.pairs(folder.resolve("first"), 16, 24);
    Path second = TestPictures.pairs(folder.resolve("second"), 24, 16);

    HeldOutPairs held =
        HeldOutPairs.load("low-light", List.of(first, second), new HeldOutPairs.Crop(256, 1, 11));

    assertThat(held.pairs())
        .extracting(pair -> pair.input().width())
        .containsExactly(16, 16, 24, 24);
  }

  @Test
  void refusesPicturesThatHaveNoSsimOrDifferInSize() throws IOException {
    Path small = TestPictures.pairs(folder.resolve("small"), 15, 40);
    assertThatThrownBy(
            () -> HeldOutPairs.load("rain", List.of(small), new HeldOutPairs.Crop(64, 8, 16)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("pair0.png is too small");

    Path other = TestPictures.pairs(folder.resolve("other"), 32, 32);
    TestPictures.write(TestPictures.flat(32, 33, 1, 2, 3), other.resolve("target/pair1.png"));
    assertThatThrownBy(
            () -> HeldOutPairs.load("rain", List.of(other), new HeldOutPairs.Crop(64, 8, 16)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("pair1.png has 32x32 pixels, its target 32x33");
  }

  @Test
  void takesWhatTheNetworkAndSsimNeed() {
    NafNet network = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));
    assertThat(HeldOutPairs.Crop.of(network, 100)).isEqualTo(new HeldOutPairs.Crop(100, 4, 12));
  }
}
