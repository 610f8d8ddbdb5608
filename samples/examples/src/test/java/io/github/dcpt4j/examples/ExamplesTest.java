package io.github.dcpt4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

  private static final int SIDE = 48;

  @TempDir private Path folder;

  @Test
  void restoresAPicture() throws IOException {
    Path restored = folder.resolve("restored.png");

    RestorePicture.main(new String[] {picture("a.png").toString(), restored.toString()});

    assertRestored(restored);
  }

  @Test
  void restoresAFolderAndGoesOnAfterABrokenPicture() throws IOException {
    picture("in/a.png");
    Files.writeString(folder.resolve("in/b.png"), "broken");
    picture("in/c.png");
    Path out = folder.resolve("out");

    try (Restorer restorer = Restorer.builtIn()) {
      assertThat(new RestoreFolder(restorer).restore(folder.resolve("in"), out)).isEqualTo(2);
    }

    assertRestored(out.resolve("a.png"));
    assertRestored(out.resolve("c.png"));
    assertThat(out.resolve("b.png")).doesNotExist();
  }

  @Test
  void trainsExportsAndRestores() throws IOException {
    Path picture = picture("clean/a.png");
    Path model = folder.resolve("model.onnx");
    Path restored = folder.resolve("restored.png");

    Path checkpoint = TrainExportRestore.train(folder.resolve("clean"), folder.resolve("run"), 2);
    TrainExportRestore.export(checkpoint, model);
    TrainExportRestore.restore(model, picture, restored);

    assertRestored(restored);
  }

  private Path picture(String name) throws IOException {
    byte[] samples = new byte[Picture.CHANNELS * SIDE * SIDE];
    new SplittableRandom(1).nextBytes(samples);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    new PictureCodec().write(Picture.ofBytes(SIDE, SIDE, samples), file);
    return file;
  }

  private static void assertRestored(Path file) {
    Picture picture = new PictureCodec().read(file);
    assertThat(picture.width()).isEqualTo(SIDE);
    assertThat(picture.height()).isEqualTo(SIDE);
  }
}
