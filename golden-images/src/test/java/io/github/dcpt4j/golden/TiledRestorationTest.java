package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A picture restored in tiles is the picture restored whole, as far as the eye can tell. */
class TiledRestorationTest {

  // Photographs beside each other and below each other: enough for several tiles.
  private static final int COPIES_ACROSS = 7;
  private static final int COPIES_DOWN = 5;

  private static final double LEAST_DECIBELS = 50;

  private static final GoldenSet SET = GoldenSet.ofModule();

  private static Restorer restorer;

  @BeforeAll
  static void open() {
    restorer =
        Restorer.builtIn(
            RestorerOptions.builder().device(Device.CPU).memoryBudget(4L << 30).build());
  }

  @AfterAll
  static void close() {
    if (restorer != null) {
      restorer.close();
    }
  }

  /** One photograph with each degradation. */
  static List<GoldenCase> cases() {
    return SET.casesWithTensors();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tilesGiveThePictureThatTheWholeGives(GoldenCase which) {
    Picture picture = mirrored(new PictureCodec().read(SET.degraded(which)));
    Restoration whole = restore(picture, TilingMode.WHOLE);
    Restoration tiled = restore(picture, TilingMode.TILED);
    assertThat(whole.report().tiles().isWhole()).isTrue();
    assertThat(tiled.report().tiles().count()).isGreaterThan(1);
    assertThat(ImageQuality.rgb().psnr(tiled.picture(), whole.picture()))
        .isGreaterThan(LEAST_DECIBELS);
    assertThat(tiled.scores().orElseThrow().top()).isEqualTo(whole.scores().orElseThrow().top());
  }

  private static Restoration restore(Picture picture, TilingMode mode) {
    return restorer.restore(picture, RestoreOptions.builder().tiling(mode).build());
  }

  /** Copies of a picture, every other one mirrored, so that they join without an edge. */
  private static Picture mirrored(Picture picture) {
    int width = COPIES_ACROSS * picture.width();
    int height = COPIES_DOWN * picture.height();
    byte[] source = picture.toBytes();
    byte[] samples = new byte[Picture.CHANNELS * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = inside(y, picture.height()) * picture.width() + inside(x, picture.width());
        System.arraycopy(
            source,
            from * Picture.CHANNELS,
            samples,
            (y * width + x) * Picture.CHANNELS,
            Picture.CHANNELS);
      }
    }
    return Picture.ofBytes(width, height, samples);
  }

  private static int inside(int place, int length) {
    int rest = place % (2 * length);
    return rest < length ? rest : 2 * length - 1 - rest;
  }
}
