package io.github.dcpt4j.sdk.image.format.jpeg;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks the segments of a JPEG, marker, length and content, up to its end marker. The frame header
 * states the size; behind every scan header lie coded bytes up to the next marker.
 */
public final class JpegStructure {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int FIRST_RESTART = 0xd0;
  private static final int LAST_RESTART = 0xd7;
  // A progressive file has about ten; each goes over all pixels again.
  private static final int MOST_SCANS = 100;
  private static final int BLOCK = 64;
  private static final int BLOCK_SIDE = 8;
  private static final int LARGEST_SAMPLING = 4;
  // An arithmetic decoder takes about this many times as long as a Huffman one.
  private static final int ARITHMETIC = 4;

  private final ByteBuffer file;
  private final int end;
  private final ReadLimits limits;
  private final Segments segments;
  private int offset;
  private int frame = -1;
  private int frameMarker;
  private int scans;
  private long work;
  // For each component and coefficient, how many of its low bits are missing; -1 where all are.
  private int[][] missingBits = {};

  /** Receives the segments other than those that make the pixels. */
  interface Segments {
    void segment(int marker, int content, int length);
  }

  private JpegStructure(ByteBuffer file, int start, int end, ReadLimits limits, Segments segments) {
    this.file = file;
    this.end = end;
    this.limits = limits;
    this.segments = segments;
    offset = start + 2;
  }

  /** Walks a whole file. */
  static JpegStructure of(ByteBuffer file, ReadLimits limits, Segments segments) {
    JpegStructure structure = new JpegStructure(file, 0, file.limit(), limits, segments);
    structure.walk();
    structure.requireAllBits();
    return structure;
  }

  /**
   * Walks a JPEG that lies within another file.
   *
   * @param file the other file
   * @param start where the start marker lies
   * @param length bytes up to its end, which may come before its end marker
   * @param limits what its header may state
   */
  public static JpegStructure within(ByteBuffer file, int start, int length, ReadLimits limits) {
    JpegStructure structure =
        new JpegStructure(
            file, start, start + length, limits, (marker, content, contentLength) -> {});
    try {
      structure.walk();
    } catch (IndexOutOfBoundsException e) {
      if (structure.frame < 0) {
        throw Bytes.cutOff(e);
      }
    }
    return structure;
  }

  /** Returns the pixels in a row. */
  public int width() {
    return file.getShort(frame + 3) & 0xffff;
  }

  /** Returns the number of rows. */
  public int height() {
    return file.getShort(frame + 1) & 0xffff;
  }

  int depth() {
    return file.get(frame) & 0xff;
  }

  /** Returns the number of channels. */
  public int components() {
    return file.get(frame + 5) & 0xff;
  }

  /** Returns how many samples all scans together visit. */
  public long work() {
    return work;
  }

  private void walk() {
    int marker = nextMarker();
    while (marker != END_OF_IMAGE) {
      if (!standsAlone(marker)) {
        int length = unsigned(offset);
        look(marker, offset + Short.BYTES, length - Short.BYTES);
        offset += length;
        if (marker == START_OF_SCAN) {
          skipCodedBytes();
        }
      }
      marker = nextMarker();
    }
    if (frame < 0) {
      throw Bytes.cutOff(null);
    }
  }

  private void look(int marker, int content, int length) {
    // The first frame header counts, as for the decoder.
    if (isFrameHeader(marker) && frame < 0) {
      frame = content;
      frameMarker = marker;
      limits.requireSize(width(), height(), Math.max(components(), 1));
      missingBits = new int[components()][BLOCK];
      for (int[] bits : missingBits) {
        Arrays.fill(bits, -1);
      }
    } else if (marker == START_OF_SCAN) {
      scan(content);
    } else {
      segments.segment(marker, content, length);
    }
  }

  private void scan(int content) {
    if (++scans > MOST_SCANS) {
      throw new PictureException(
          PictureException.Kind.TOO_MUCH_WORK,
          "The JPEG picture has more than " + MOST_SCANS + " scans: save it again.");
    }
    int count = file.get(content) & 0xff;
    int spectrum = content + 1 + 2 * count;
    for (int i = 0; i < count && frame >= 0; i++) {
      int component = indexOf(file.get(content + 1 + 2 * i));
      if (component >= 0) {
        work += samples(component) * (isArithmetic() ? ARITHMETIC : 1);
        note(component, spectrum);
      }
    }
  }

  private void note(int component, int spectrum) {
    boolean progressive = (frameMarker & 0x03) == 2;
    int first = progressive ? Math.min(file.get(spectrum) & 0xff, BLOCK - 1) : 0;
    int last = progressive ? Math.min(file.get(spectrum + 1) & 0xff, BLOCK - 1) : BLOCK - 1;
    int low = progressive ? file.get(spectrum + 2) & 0x0f : 0;
    for (int i = first; i <= last; i++) {
      missingBits[component][i] = low;
    }
  }

  private int indexOf(byte identifier) {
    for (int i = 0; i < components(); i++) {
      if (file.get(frame + 6 + 3 * i) == identifier) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the samples of a component, in whole blocks. */
  private long samples(int component) {
    int widest = 1;
    int highest = 1;
    for (int i = 0; i < components(); i++) {
      widest = Math.max(widest, sampling(i) >> 4);
      highest = Math.max(highest, sampling(i) & 0x0f);
    }
    long across = blocks(width(), sampling(component) >> 4, widest);
    long down = blocks(height(), sampling(component) & 0x0f, highest);
    return across * down * BLOCK;
  }

  private static long blocks(int side, int sampling, int most) {
    int bounded = Math.min(sampling, LARGEST_SAMPLING);
    return ((long) side * bounded + (long) most * BLOCK_SIDE - 1) / ((long) most * BLOCK_SIDE);
  }

  private int sampling(int component) {
    return file.get(frame + 7 + 3 * component) & 0xff;
  }

  private boolean isArithmetic() {
    return frameMarker >= 0xc9;
  }

  /** Decoders fill with grey what scans that are missing would have told. */
  private void requireAllBits() {
    for (int[] bits : missingBits) {
      for (int missing : bits) {
        if (missing != 0) {
          throw Bytes.cutOff(null);
        }
      }
    }
  }

  /** Some writers leave bytes between segments, also 0xff with a zero; decoders skip them too. */
  private int nextMarker() {
    int marker = 0;
    while (marker == 0) {
      while (at(offset) != 0xff) {
        offset++;
      }
      while (at(offset) == 0xff) {
        offset++;
      }
      marker = at(offset++);
    }
    return marker;
  }

  /** Within coded bytes 0xff is followed by 0 or a restart marker; anything else ends them. */
  private void skipCodedBytes() {
    int start = offset;
    while (true) {
      if (at(offset) == 0xff) {
        int next = at(offset + 1);
        if (next != 0 && next != 0xff && !isRestart(next)) {
          break;
        }
      }
      offset++;
    }
    if (offset == start) {
      throw Bytes.cutOff(null);
    }
  }

  private int at(int index) {
    if (index >= end) {
      throw new IndexOutOfBoundsException(index);
    }
    return file.get(index) & 0xff;
  }

  private int unsigned(int index) {
    return at(index) << 8 | at(index + 1);
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
