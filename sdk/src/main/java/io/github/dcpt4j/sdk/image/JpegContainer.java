package io.github.dcpt4j.sdk.image;

import java.nio.ByteBuffer;

/**
 * JPEG: segments of marker, length, content. The frame header gives the size; behind every scan
 * header lie coded bytes up to the next marker; the end-of-image marker closes the picture.
 */
final class JpegContainer {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;

  private final ByteBuffer file;
  private int offset = 2;
  private int width;
  private int height;

  private JpegContainer(ByteBuffer file) {
    this.file = file;
  }

  static boolean matches(ByteBuffer file) {
    return Container.hasAt(file, 0, "\u00ff\u00d8\u00ff");
  }

  static Container read(ByteBuffer file) {
    JpegContainer reader = new JpegContainer(file);
    reader.walk();
    return new Container(PictureFormat.JPEG, reader.width, reader.height);
  }

  private void walk() {
    int marker = nextMarker();
    while (marker != END_OF_IMAGE) {
      if (!standsAlone(marker)) {
        int length = file.getShort(offset) & 0xffff;
        if (isFrameHeader(marker)) {
          height = file.getShort(offset + 3) & 0xffff;
          width = file.getShort(offset + 5) & 0xffff;
        }
        offset += length;
        if (marker == START_OF_SCAN) {
          skipCodedBytes();
        }
      }
      marker = nextMarker();
    }
  }

  private int nextMarker() {
    // Some writers leave bytes between segments; decoders skip them too.
    while ((file.get(offset) & 0xff) != 0xff) {
      offset++;
    }
    while ((file.get(offset) & 0xff) == 0xff) {
      offset++;
    }
    return file.get(offset++) & 0xff;
  }

  /** Within coded bytes 0xff is followed by 0 or a restart marker; anything else ends them. */
  private void skipCodedBytes() {
    while (true) {
      if ((file.get(offset) & 0xff) == 0xff) {
        int next = file.get(offset + 1) & 0xff;
        if (next != 0 && next != 0xff && !isRestart(next)) {
          return;
        }
      }
      offset++;
    }
  }

  private static boolean isFrameHeader(int marker) {
    // 0xc0 to 0xcf without Huffman tables (c4), the reserved c8, and arithmetic conditioning (cc)
    return (marker & 0xf0) == 0xc0 && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean standsAlone(int marker) {
    return marker == START_OF_IMAGE || marker == 0x01 || isRestart(marker);
  }

  private static boolean isRestart(int marker) {
    return marker >= FIRST_RESTART && marker <= LAST_RESTART;
  }
}
