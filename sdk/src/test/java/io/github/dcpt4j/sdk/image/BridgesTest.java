package io.github.dcpt4j.sdk.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.github.dcpt4j.sdk.error.PictureException;
import java.awt.image.BufferedImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;

class BridgesTest {
  private static final Picture PICTURE =
      Picture.ofBytes(2, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) 200, 11, 12});

  @Test
  void matricesHoldBlueFirst() {
    try (Mat mat = MatBridge.toMat(PICTURE)) {
      byte[] pixel = new byte[3];
      mat.ptr(1, 1).get(pixel);
      assertThat(pixel).containsExactly(12, 11, (byte) 200);
      assertThat(MatBridge.toPicture(mat)).isEqualTo(PICTURE);
    }
  }

  @Test
  void aPartOfAMatrixIsAPictureOfItsOwn() {
    try (Mat mat = MatBridge.toMat(PICTURE);
        Rect right = new Rect(1, 0, 1, 2);
        Mat part = new Mat(mat, right)) {
      assertThat(MatBridge.toPicture(part))
          .isEqualTo(Picture.ofBytes(1, 2, new byte[] {4, 5, 6, (byte) 200, 11, 12}));
    }
  }

  @Test
  void otherMatricesAreRefused() {
    try (Mat empty = new Mat();
        Mat grey = new Mat(2, 2, CV_8UC1);
        Mat none = new Mat(0, 2, CV_8UC3)) {
      for (Mat mat : new Mat[] {empty, grey, none}) {
        assertThatExceptionOfType(PictureException.class)
            .isThrownBy(() -> MatBridge.toPicture(mat));
      }
    }
  }

  @Test
  void javaImagesHoldTheSameColours() {
    BufferedImage image = BufferedImageBridge.toBufferedImage(PICTURE);
    assertThat(image.getRGB(1, 1)).isEqualTo(0xffc80b0c);
    assertThat(BufferedImageBridge.toPicture(image)).isEqualTo(PICTURE);
  }

  @Test
  void javaImagesOfOtherTypesAreConverted() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x7f010203);
    assertThat(BufferedImageBridge.toPicture(image))
        .isEqualTo(Picture.ofBytes(1, 1, new byte[] {1, 2, 3}));
  }
}
