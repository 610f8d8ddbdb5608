package io.github.dcpt4j.sdk.image;

import java.nio.ByteBuffer;

/** PNG: chunks of length, name, content, checksum; the first is IHDR, the last IEND. */
final class PngContainer {
  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_FRAME = 12;

  private PngContainer() {}

  static boolean matches(ByteBuffer file) {
    return Container.hasAt(file, 0, "\u0089PNG\r\n\u001a\n");
  }

  static Container read(ByteBuffer file) {
    int width = file.getInt(SIGNATURE_LENGTH + 8);
    int height = file.getInt(SIGNATURE_LENGTH + 12);
    long offset = SIGNATURE_LENGTH;
    boolean ended = false;
    while (!ended) {
      Container.requireLength(file, offset + CHUNK_FRAME);
      ended = Container.hasAt(file, (int) offset + 4, "IEND");
      offset += CHUNK_FRAME + (file.getInt((int) offset) & 0xffffffffL);
    }
    return new Container(PictureFormat.PNG, width, height);
  }
}
