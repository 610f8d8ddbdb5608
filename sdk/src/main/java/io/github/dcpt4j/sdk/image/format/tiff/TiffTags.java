package io.github.dcpt4j.sdk.image.format.tiff;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import java.util.Map;

/**
 * The numbers that a TIFF directory states of its pixels.
 *
 * @param entries by tag
 */
record TiffTags(Map<Integer, IfdEntry> entries) {

  /** Returns an entry, or null. */
  IfdEntry find(int tag) {
    return entries.get(tag);
  }

  /** Returns the first number of an entry that must be there. */
  long number(int tag) {
    return unsigned(tag).number(0);
  }

  long number(int tag, long otherwise) {
    return entries.containsKey(tag) ? number(tag) : otherwise;
  }

  /** Returns the number that an entry states for every channel alike. */
  long commonNumber(int tag, long otherwise) {
    long first = number(tag, otherwise);
    for (int i = 1; entries.containsKey(tag) && i < entries.get(tag).count(); i++) {
      if (unsigned(tag).number(i) != first) {
        throw new PictureException(
            PictureException.Kind.UNSUPPORTED,
            "The TIFF picture has channels of different kinds: save it again with one for all.");
      }
    }
    return first;
  }

  /** Returns an entry of unsigned integers that must be there. */
  IfdEntry unsigned(int tag) {
    IfdEntry entry = entries.get(tag);
    if (entry == null || !entry.isUnsigned()) {
      throw damaged();
    }
    return entry;
  }

  static PictureException damaged() {
    return new PictureException(
        PictureException.Kind.DAMAGED, "The TIFF picture is damaged: copy the file again.");
  }
}
