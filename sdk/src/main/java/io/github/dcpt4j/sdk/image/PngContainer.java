package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

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
    long next = SIGNATURE_LENGTH;
    boolean ended = false;
    while (!ended) {
      Container.requireLength(file, next + CHUNK_FRAME);
      int chunk = (int) next;
      next += CHUNK_FRAME + (file.getInt(chunk) & 0xffffffffL);
      Container.requireLength(file, next);
      requireChecksum(file, chunk);
      ended = Container.hasAt(file, chunk + 4, "IEND");
    }
    return new Container(PictureFormat.PNG, width, height);
  }

  /** Critical chunks, with a capital first letter, make the picture; the others are left alone. */
  private static void requireChecksum(ByteBuffer file, int chunk) {
    int name = chunk + 4;
    int length = 4 + file.getInt(chunk);
    if (!Character.isUpperCase(file.get(name))) {
      return;
    }
    CRC32 checksum = new CRC32();
    checksum.update(file.slice(name, length));
    if ((int) checksum.getValue() != file.getInt(name + length)) {
      throw new PictureException("The PNG picture is damaged: copy the file again.");
    }
  }
}
