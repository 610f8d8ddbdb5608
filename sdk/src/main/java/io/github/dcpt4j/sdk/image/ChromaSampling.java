package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_422;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;

/** How many samples of colour difference a JPEG keeps. */
public enum ChromaSampling {
  /** One for each pixel: sharp edges of colour stay sharp. */
  FULL(IMWRITE_JPEG_SAMPLING_FACTOR_444),
  /** One for two pixels side by side. */
  HALF(IMWRITE_JPEG_SAMPLING_FACTOR_422),
  /** One for four pixels, as most cameras write. */
  QUARTER(IMWRITE_JPEG_SAMPLING_FACTOR_420);

  private final int factor;

  ChromaSampling(int factor) {
    this.factor = factor;
  }

  /** Returns OpenCV's number for it. */
  int factor() {
    return factor;
  }
}
