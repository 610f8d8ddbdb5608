package io.github.dcpt4j.sdk.image.format.jpeg;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.ColourTags;
import io.github.dcpt4j.sdk.image.metadata.ExifBlock;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a JPEG file states. What cameras append behind its end marker, a gain map for one, is left
 * alone.
 */
final class JpegContainer {
  private static final int JFIF_SEGMENT = 0xe0;
  private static final int EXIF_SEGMENT = 0xe1;
  private static final int PROFILE_SEGMENT = 0xe2;
  private static final String JFIF_NAME = "JFIF\0";
  private static final int JFIF_LENGTH = 14;
  private static final String EXIF_NAME = "Exif\0\0";
  private static final String PROFILE_NAME = "ICC_PROFILE\0";

  private final ByteBuffer file;
  private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
  private Optional<Resolution> resolution = Optional.empty();
  private byte[] exif;

  private JpegContainer(ByteBuffer file) {
    this.file = file;
  }

  static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "\u00ff\u00d8\u00ff");
  }

  static Container read(ByteBuffer file, ReadLimits limits) {
    JpegContainer reader = new JpegContainer(file);
    return reader.container(JpegStructure.of(file, limits, reader::look));
  }

  private Container container(JpegStructure structure) {
    if (structure.components() == 4) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED, "The JPEG picture is CMYK: convert it to RGB first.");
    }
    if (structure.depth() != Byte.SIZE) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The JPEG picture has "
              + structure.depth()
              + " bits per sample: convert it to 8 bits or to PNG.");
    }
    return new Container(
        structure.width(),
        structure.height(),
        Math.max(structure.components(), 1),
        false,
        structure.work(),
        new Attachments(profile(), exif, resolution, ColourTags.NONE),
        new JpegDecoder(file));
  }

  private void look(int marker, int content, int length) {
    if (marker == JFIF_SEGMENT && length >= JFIF_LENGTH && Bytes.areAt(file, content, JFIF_NAME)) {
      resolution = JpegHead.resolution(file, content);
    } else if (marker == EXIF_SEGMENT && exif == null && Bytes.areAt(file, content, EXIF_NAME)) {
      exif = ExifBlock.withoutPrefix(Bytes.copy(file, content, length));
    } else if (marker == PROFILE_SEGMENT && Bytes.areAt(file, content, PROFILE_NAME)) {
      int header = PROFILE_NAME.length() + 2;
      int number = file.get(content + PROFILE_NAME.length()) & 0xff;
      profileParts.put(number, Bytes.copy(file, content + header, Math.max(length - header, 0)));
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
}
