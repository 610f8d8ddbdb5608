package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.image.MatBridge;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import io.github.dcpt4j.sdk.image.PictureFormat;
import java.util.Base64;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A small picture inside a page.
 *
 * @param uri a data URI
 * @param width pixels
 * @param height pixels
 */
record Thumbnail(String uri, int width, int height) {

  private static final int LONGEST_SIDE = 240;

  static Thumbnail of(Picture picture, PictureCodec codec) {
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(picture.width(), picture.height()));
    int width = Math.max(1, (int) Math.round(scale * picture.width()));
    int height = Math.max(1, (int) Math.round(scale * picture.height()));
    try (Mat full = MatBridge.toMat(picture);
        Mat reduced = new Mat();
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(full, reduced, size, 0, 0, opencv_imgproc.INTER_AREA);
      byte[] jpeg = codec.encode(MatBridge.toPicture(reduced), PictureFormat.JPEG);
      String data = Base64.getEncoder().encodeToString(jpeg);
      return new Thumbnail("data:image/jpeg;base64," + data, width, height);
    }
  }
}
