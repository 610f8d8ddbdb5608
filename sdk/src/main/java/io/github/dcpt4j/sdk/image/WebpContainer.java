package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** WebP: a RIFF file whose first chunk, VP8, VP8L or VP8X, states the size. */
final class WebpContainer {
  private static final int FIRST_CHUNK = 12;
  private static final int CONTENT = FIRST_CHUNK + 8;

  private WebpContainer() {}

  static boolean matches(ByteBuffer file) {
    return Container.hasAt(file, 0, "RIFF") && Container.hasAt(file, 8, "WEBP");
  }

  static Container read(ByteBuffer file) {
    ByteBuffer riff = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Container.requireLength(riff, 8 + (riff.getInt(4) & 0xffffffffL));
    if (Container.hasAt(riff, FIRST_CHUNK, "VP8X")) {
      return container(1 + unsigned24(riff, CONTENT + 4), 1 + unsigned24(riff, CONTENT + 7));
    }
    if (Container.hasAt(riff, FIRST_CHUNK, "VP8L")) {
      // After one signature byte: 14 bits of width - 1, 14 bits of height - 1.
      int bits = riff.getInt(CONTENT + 1);
      return container(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
    }
    if (Container.hasAt(riff, FIRST_CHUNK, "VP8 ")) {
      // After the frame tag and start code, 3 bytes each: 14 bits each, above them a scale.
      return container(riff.getShort(CONTENT + 6) & 0x3fff, riff.getShort(CONTENT + 8) & 0x3fff);
    }
    throw new PictureException("The WebP picture is damaged: copy the file again.");
  }

  private static Container container(int width, int height) {
    return new Container(PictureFormat.WEBP, width, height);
  }

  private static int unsigned24(ByteBuffer file, int offset) {
    return file.getShort(offset) & 0xffff | (file.get(offset + 2) & 0xff) << 16;
  }
}
