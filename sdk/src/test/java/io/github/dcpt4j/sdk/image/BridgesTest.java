package io.github.dcpt4j.sdk.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bytedeco.opencv.global.opencv_core.CV_16SC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.awt.BufferedImageBridge;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;

class BridgesTest {
  private static final Picture PICTURE =
      Picture.ofBytes(2, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, (byte) 200, 11, 12});

  private static final PictureCodec CODEC = new PictureCodec();

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
  void wholeMatricesHoldDepthGreyAndAlpha() {
    for (String name :
        new String[] {
          "grey-8.png", "grey-16.png", "rgb-16.png", "rgba-8.png", "rgba-16.png", "rgba-float.tif"
        }) {
      Picture picture = CODEC.decode(Scene.file(name));
      try (Mat mat = MatBridge.toWholeMat(picture)) {
        assertThat(MatBridge.toPicture(mat)).as(name).isEqualTo(picture);
      }
    }
  }

  @Test
  void greyWithAlphaBecomesColoursInAMatrix() {
    Picture picture = Picture.of(1, 1, 2, Layout.INTERLEAVED, new byte[] {7, 9});
    try (Mat mat = MatBridge.toWholeMat(picture)) {
      assertThat(MatBridge.toPicture(mat))
          .isEqualTo(Picture.of(1, 1, 4, Layout.INTERLEAVED, new byte[] {7, 7, 7, 9}));
    }
  }

  @Test
  void otherMatricesAreRefused() {
    try (Mat empty = new Mat();
        Mat two = new Mat(2, 2, CV_8UC2);
        Mat signed = new Mat(2, 2, CV_16SC3);
        Mat none = new Mat(0, 2, CV_8UC3)) {
      for (Mat mat : new Mat[] {empty, two, signed, none}) {
        assertThatExceptionOfType(PictureException.class)
            .isThrownBy(() -> MatBridge.toPicture(mat))
            .withMessageContaining("convert it first");
      }
    }
  }

  @Test
  void javaImagesHoldTheSameColours() {
    BufferedImage image = BufferedImageBridge.toBufferedImage(PICTURE);
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    assertThat(image.getRGB(1, 1)).isEqualTo(0xffc80b0c);
    assertThat(BufferedImageBridge.toPicture(image)).isEqualTo(PICTURE);
  }

  @Test
  void javaImagesKeepDepthGreyAndAlpha() {
    for (String name :
        new String[] {
          "grey-8.png",
          "grey-16.png",
          "rgb-16.png",
          "rgba-8.png",
          "rgba-16.png",
          "grey-alpha-8.png",
          "grey-alpha-16.png"
        }) {
      Picture picture = CODEC.decode(Scene.file(name));
      BufferedImage image = BufferedImageBridge.toBufferedImage(picture);
      assertThat(BufferedImageBridge.toPicture(image)).as(name).isEqualTo(picture);
    }
  }

  @Test
  void aGreyJavaImageIsOfTheUsualType() {
    Picture grey = Picture.of(1, 1, 1, Layout.PLANAR, new byte[] {77});
    assertThat(BufferedImageBridge.toBufferedImage(grey).getType())
        .isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
  }

  @Test
  void premultipliedJavaImagesBecomeStraight() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR_PRE);
    image.getRaster().setPixel(0, 0, new int[] {50, 25, 0, 100});
    assertThat(BufferedImageBridge.toPicture(image))
        .isEqualTo(Picture.of(1, 1, 4, Layout.INTERLEAVED, new byte[] {(byte) 128, 64, 0, 100}));
  }

  @Test
  void otherJavaImagesAreConverted() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_565_RGB);
    image.setRGB(0, 0, 0xffff00ff);
    assertThat(BufferedImageBridge.toPicture(image))
        .isEqualTo(Picture.ofBytes(1, 1, new byte[] {-1, 0, -1}));
  }

  @Test
  void theProfileOfAJavaImageIsCarried() {
    byte[] profile =
        CODEC.decode(Scene.file("described.png")).metadata().iccProfile().orElseThrow();
    ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
    ComponentColorModel colours =
        new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(colours, colours.createCompatibleWritableRaster(1, 1), false, null);
    image.getRaster().setPixel(0, 0, new int[] {1, 2, 3});
    Picture picture = BufferedImageBridge.toPicture(image);
    assertThat(picture.toBytes()).containsExactly(1, 2, 3);
    assertThat(picture.metadata().iccProfile().orElseThrow()).hasSameSizeAs(profile);
  }
}
