package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import java.util.Base64;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * A picture inside a page, as JPEG: the middle of a large one, pixel for pixel, since reducing it
 * would hide noise and blur.
 *
 * @param uri a data URI
 * @param width pixels
 * @param height pixels
 */
public record EmbeddedPicture(String uri, int width, int height) {

  /** Largest width and height that is shown. */
  public static final int LARGEST_SIDE = 480;

  private static final int QUALITY = 85;

  /**
   * Takes the middle of a picture, {@value #LARGEST_SIDE} pixels wide and high at most; about 70 kB
   * in a page, and 300 kB where it is nothing but noise.
   */
  public static EmbeddedPicture of(Picture picture) {
    int width = Math.min(picture.width(), LARGEST_SIDE);
    int height = Math.min(picture.height(), LARGEST_SIDE);
    PictureCodec codec =
        new PictureCodec().withOptions(WriteOptions.defaults().withJpegQuality(QUALITY));
    try (Mat full = MatBridge.toMat(picture);
        Rect middle =
            new Rect(
                (picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
        Mat view = new Mat(full, middle);
        Mat crop = view.clone()) {
      byte[] jpeg = codec.encode(MatBridge.toPicture(crop), PictureFormat.JPEG);
      String data = Base64.getEncoder().encodeToString(jpeg);
      return new EmbeddedPicture("data:image/jpeg;base64," + data, width, height);
    }
  }
}
