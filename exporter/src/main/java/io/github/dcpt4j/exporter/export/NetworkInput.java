package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.image.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * A picture as a network takes it.
 *
 * @param height rows, H
 * @param width columns, W
 * @param values [1, 3, H, W], RGB, 0 to 1, in a direct buffer; to be read only
 */
record NetworkInput(int height, int width, FloatBuffer values) {

  static NetworkInput of(Picture picture) {
    int height = picture.height();
    int width = picture.width();
    int bytes = Picture.CHANNELS * height * width * Float.BYTES;
    FloatBuffer planes =
        ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    picture.gatherPlanes(
        IntStream.range(0, height).toArray(), IntStream.range(0, width).toArray(), planes);
    return new NetworkInput(height, width, planes);
  }
}
