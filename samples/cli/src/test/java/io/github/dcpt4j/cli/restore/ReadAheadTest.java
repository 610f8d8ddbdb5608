package io.github.dcpt4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {

  @TempDir private Path folder;

  @Test
  void readsInOrderAndGoesOnAfterAFailure() {
    Path one = Samples.picture(folder.resolve("one.png"), 3, 4);
    Path two = Samples.picture(folder.resolve("two.png"), 5, 6);
    Path missing = folder.resolve("missing.png");

    try (ReadAhead pictures = new ReadAhead(List.of(one, missing, two), new PictureCodec())) {
      assertThat(pictures.next().picture().width()).isEqualTo(3);
      assertThatThrownBy(pictures::next).isInstanceOf(PictureException.class);
      assertThat(pictures.next().picture().width()).isEqualTo(5);
    }
  }

  @Test
  void readsNothingBesideALargePicture() {
    PictureCodec codec = new PictureCodec();
    Path large = folder.resolve("large.bmp");
    codec.write(Picture.ofBytes(4000, 4000, new byte[3 * 4000 * 4000]), large);
    Path later = folder.resolve("later.png");

    try (ReadAhead pictures = new ReadAhead(List.of(large, later), codec)) {
      assertThat(pictures.next().picture().width()).isEqualTo(4000);
      // Would have been missing if it had been read before it is asked for.
      Samples.picture(later, 7, 7);
      assertThat(pictures.next().picture().width()).isEqualTo(7);
    }
  }
}
