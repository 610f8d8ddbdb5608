package io.github.dcpt4j.sdk.image.format.jpeg;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JPEG: segments of marker, length, content. The frame header gives the size; behind every scan
 * header lie coded bytes up to the next marker; the end-of-image marker closes the picture. What
 * cameras append behind it, a gain map for one, is left alone.
 */
final class JpegContainer {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  private static final int EXIF_SEGMENT = 0xe1;
  private static final int PROFILE_SEGMENT = 0xe2;
  private static final String EXIF_NAME = "Exif\0\0";
  private static final String PROFILE_NAME = "ICC_PROFILE\0";
  // A progressive file has about ten; each goes over all pixels again.
  private static final int MOST_SCANS = 100;

  private final ByteBuffer file;
  private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
  private byte[] exif;
  private int offset = 2;
  private int width;
  private int height;
  private int depth = 8;
  private int components;
  private int scans;

  private JpegContainer(ByteBuffer file) {
    this.file = file;
  }

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "\u00ff\u00d8\u00ff");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    JpegContainer reader = new JpegContainer(file);
    reader.walk();
    return reader.container();
  }

  private Container container() {
    if (components == 4) {
      throw new PictureException("The JPEG picture is CMYK: convert it to RGB first.");
    }
    if (depth != 8) {
      throw new PictureException(
          "The JPEG picture has " + depth + " bits per sample: convert it to 8 bits or to PNG.");
    }
    return new Container(
        width,
        height,
        Math.max(components, 1),
        new Attachments(profile(), exif),
        new OpenCvDecoder("JPEG", List.of(file)));
  }

  private void walk() {
    int marker = nextMarker();
    while (marker != END_OF_IMAGE) {
      if (!standsAlone(marker)) {
        int length = file.getShort(offset) & 0xffff;
        look(marker, length);
        offset += length;
        if (marker == START_OF_SCAN) {
          skipCodedBytes();
        }
      }
      marker = nextMarker();
    }
  }

  private void look(int marker, int length) {
    int content = offset + Short.BYTES;
    int contentLength = length - Short.BYTES;
    // The first counts, as for the decoder.
    if (isFrameHeader(marker) && components == 0) {
      depth = file.get(content) & 0xff;
      height = file.getShort(content + 1) & 0xffff;
      width = file.getShort(content + 3) & 0xffff;
      components = file.get(content + 5) & 0xff;
    } else if (marker == EXIF_SEGMENT && exif == null && Bytes.areAt(file, content, EXIF_NAME)) {
      exif = ExifBlock.withoutPrefix(Bytes.copy(file, content, contentLength));
    } else if (marker == PROFILE_SEGMENT && Bytes.areAt(file, content, PROFILE_NAME)) {
      int header = PROFILE_NAME.length() + 2;
      int number = file.get(content + PROFILE_NAME.length()) & 0xff;
      int partLength = Math.max(contentLength - header, 0);
      profileParts.put(number, Bytes.copy(file, content + header, partLength));
    } else if (marker == START_OF_SCAN && ++scans > MOST_SCANS) {
      throw new PictureException(
          "The JPEG picture has more than " + MOST_SCANS + " scans: save it again.");
    }
  }

  private byte[] profile() {
    if (profileParts.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    profileParts.values().forEach(whole::writeBytes);
    return whole.toByteArray();
  }

  /** Some writers leave bytes between segments, also 0xff with a zero; decoders skip them too. */
  private int nextMarker() {
    int marker = 0;
    while (marker == 0) {
      while ((file.get(offset) & 0xff) != 0xff) {
        offset++;
      }
      while ((file.get(offset) & 0xff) == 0xff) {
        offset++;
      }
      marker = file.get(offset++) & 0xff;
    }
    return marker;
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
