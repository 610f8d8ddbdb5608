package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticPatchesTest {

  private static final int SIDE = 4;

  @TempDir private Path folder;
  private final PictureCache cache = new PictureCache(MemoryBudget.ofMachine());

  @AfterEach
  void close() {
    cache.close();
  }

  /** Changes nothing, and remembers the sizes of the photographs that it saw. */
  private static final class Recorder implements Degradation {

    private final List<String> seen = new ArrayList<>();

    @Override
    public String label() {
      return "none";
    }

    @Override
    public Mat apply(Mat clean, RandomGenerator random) {
      return clean.clone();
    }

    @Override
    public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
      seen.add(photograph.cols() + "x" + photograph.rows());
      return Degradation.super.sample(photograph, side, random);
    }
  }

  @Test
  void aPhotographOfUsualSizeIsSeenWhole() throws IOException {
    Recorder recorder = new Recorder();
    sample(recorder, 200, 100, 40);
    assertThat(recorder.seen).containsOnly("200x100", "100x200").contains("200x100", "100x200");
  }

  @Test
  void ofALargePhotographAPartIsSeenThatMayLieAnywhere() throws IOException {
    Recorder recorder = new Recorder();
    List<Float> reds = sample(recorder, 2600, 1100, 200);
    assertThat(recorder.seen).containsOnly("1024x1024");
    // Red grows from 0 at the left to 1 at the right.
    assertThat(reds).anyMatch(red -> red < 0.15).anyMatch(red -> red > 0.85);
  }

  @Test
  void aScenesSizeGrowsWithThePatch() throws IOException {
    Recorder recorder = new Recorder();
    try (PatchPair pair =
        new SyntheticPatches(gradient(1400, 1300), recorder)
            .sample(300, RandomGeneratorFactory.of("L64X128MixRandom").create(2))) {
      assertThat(pair.target().cols()).isEqualTo(300);
    }
    assertThat(recorder.seen).singleElement().isEqualTo("1200x1200");
  }

  private Photographs gradient(int width, int height) throws IOException {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (255 * (i / 3 % width) / width);
    }
    TestPictures.write(Picture.ofBytes(width, height, rgb), folder.resolve("a.png"));
    return Photographs.load(List.of(folder), cache);
  }

  /** The patches' upper left values of red. */
  private List<Float> sample(Degradation degradation, int width, int height, int count)
      throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    List<Float> reds = new ArrayList<>();
    SyntheticPatches patches = new SyntheticPatches(gradient(width, height), degradation);
    for (int i = 0; i < count; i++) {
      try (PatchPair pair = patches.sample(SIDE, random);
          FloatIndexer pixels = pair.target().createIndexer()) {
        reds.add(pixels.get(0, 0, 0));
      }
    }
    return reds;
  }
}
