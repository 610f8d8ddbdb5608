package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Attachments;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Reads and writes the files of every {@link PictureFormat}.
 *
 * <p>Reading keeps what the file holds: 8 or 16 bits or floats, grey or colours, a straight alpha,
 * colour profile, EXIF data entry by entry, resolution, and what a PNG says of its colours. The
 * orientation stated by EXIF data or TIFF is applied. Palettes become colours, 1 to 4 bits become
 * 8, premultiplied alpha becomes straight. Of a TIFF with several pages the first is read, of a
 * JPEG with a gain map the standard picture. Samples are never converted to another colour space:
 * they are encoded as the profile says. What is too broken to be kept is named in {@link
 * Metadata#warnings()}.
 *
 * <p>Refused with what to do, each with a {@link PictureException.Kind}: animations, CMYK and other
 * colours than RGB and grey, 12-bit JPEG, integers of 32 bits, high dynamic range (PQ and HLG,
 * floats outside 0 to 1), values that are not numbers, files that are cut off or damaged, whatever
 * exceeds the {@link ReadLimits}, and files whose structure makes decoding take far longer than
 * their size justifies.
 *
 * <p>Writing keeps of that what the format holds, as its {@link PictureFormat#abilities()} say, and
 * returns a line for each thing of the metadata that it does not hold. A picture with pixels that
 * are not opaque is refused where there is no alpha. XMP and IPTC data are not carried.
 *
 * @param limits what a file that is read may cost
 * @param options how pictures are compressed
 */
public record PictureCodec(ReadLimits limits, WriteOptions options) {
  // What decoders take for a row, however short it is, as samples.
  private static final int ROW_WORK = 50;

  /** Checks that nothing is null. */
  public PictureCodec {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(options, "options");
  }

  /** Creates a codec with the default limits and options. */
  public PictureCodec() {
    this(ReadLimits.defaults(), WriteOptions.defaults());
  }

  /** Returns this codec with other limits. */
  public PictureCodec withLimits(ReadLimits other) {
    return new PictureCodec(other, options);
  }

  /** Returns this codec with other options. */
  public PictureCodec withOptions(WriteOptions other) {
    return new PictureCodec(limits, other);
  }

  /**
   * Reads a picture file; its content, not its name, decides the format.
   *
   * @param file a file of any {@link PictureFormat}
   * @return the picture
   * @throws PictureException if the file is missing, unreadable, of another format, cut off,
   *     damaged, beyond a limit or not supported
   */
  public Picture read(Path file) {
    return reading(file, this::read);
  }

  private interface Reading<T> {
    T from(InputStream source) throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) {
    String start = "Cannot read " + file + ": ";
    if (Files.isDirectory(file)) {
      throw new PictureException(start + "it is a folder, name a picture file.");
    }
    try (InputStream source = Files.newInputStream(file)) {
      return reading.from(source);
    } catch (NoSuchFileException e) {
      throw new PictureException(
          PictureException.Kind.MISSING, start + "there is no such file.", e);
    } catch (IOException e) {
      throw new PictureException(start + reason(e), e);
    } catch (PictureException e) {
      throw new PictureException(start + e.getMessage(), e);
    }
  }

  private int longestRead() {
    return (int) Math.min(limits.fileBytes() + 1, Integer.MAX_VALUE - 8);
  }

  /**
   * Reads a picture from a stream to its end, which must come within the limit of the file's size.
   *
   * @param source the content of a file; it stays open
   * @return the picture
   * @throws IOException if the stream cannot be read
   * @throws PictureException as {@link #decode}
   */
  public Picture read(InputStream source) throws IOException {
    return decode(source.readNBytes(longestRead()));
  }

  /**
   * Decodes a picture from memory.
   *
   * @param encoded the content of a file of any {@link PictureFormat}
   * @return the picture
   * @throws PictureException if the content is empty, of another format, cut off, damaged, beyond a
   *     limit or not supported
   * @throws MemoryException if Java's heap does not suffice
   */
  public Picture decode(byte[] encoded) {
    Container container = inspected(encoded);
    try {
      return decode(container);
    } catch (PictureException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // Decoders of several libraries meet data that nobody foresaw.
      throw new PictureException(
          PictureException.Kind.DAMAGED, "The picture is damaged (" + e + ").", e);
    } catch (OutOfMemoryError e) {
      throw new MemoryException(
          "Java's heap is too small for the picture: enlarge the heap or reduce the picture.", e);
    }
  }

  private Picture decode(Container container) {
    Attachments attachments = container.attachments();
    Orientation orientation = attachments.orientation();
    int width = orientation.width(container.width(), container.height());
    int height = orientation.height(container.width(), container.height());
    Metadata metadata = attachments.metadata(width, height, limits);
    return container
        .decoder()
        .decode(
            orientation,
            container.severalPages()
                ? metadata.withWarning("the file holds several pages, of which the first is read")
                : metadata);
  }

  /**
   * Looks at a picture file without decoding its pixels.
   *
   * @param file a picture file
   * @return what it states
   * @throws PictureException as {@link #read(Path)}, but damage of the pixels is not seen
   */
  public PictureInfo inspect(Path file) {
    return reading(file, source -> inspect(source.readNBytes(longestRead())));
  }

  /**
   * Looks at an encoded picture without decoding its pixels.
   *
   * @param encoded the content of a picture file
   * @return what it states
   * @throws PictureException as {@link #decode}, but damage of the pixels is not seen
   */
  public PictureInfo inspect(byte[] encoded) {
    Container container = inspected(encoded);
    Orientation orientation = container.attachments().orientation();
    return new PictureInfo(
        PictureFormat.ofContent(ByteBuffer.wrap(encoded)).orElseThrow(),
        orientation.width(container.width(), container.height()),
        orientation.height(container.width(), container.height()),
        (long) container.width() * container.height() * container.pixelBytes(),
        container.work(),
        container.severalPages());
  }

  /**
   * Recognises the format by its signature and checks that the file is whole, which decoders do
   * not: they fill what is missing with grey and only mutter about it.
   */
  private Container inspected(byte[] encoded) {
    if (encoded.length > limits.fileBytes()) {
      throw new PictureException(
          PictureException.Kind.TOO_LARGE,
          "The file is longer than the limit of "
              + limits.fileBytes()
              + " bytes: raise the limit or reduce the picture.");
    }
    if (encoded.length == 0) {
      throw new PictureException(PictureException.Kind.EMPTY, "The file is empty.");
    }
    ByteBuffer file = ByteBuffer.wrap(encoded).asReadOnlyBuffer();
    ImageFormat format =
        PictureFormat.ofContent(file)
            .map(PictureFormat::format)
            .orElseThrow(() -> ForeignFormat.refusal(file));
    try {
      Container container = format.inspect(encoded, limits);
      limits.requireSize(container.width(), container.height(), container.pixelBytes());
      limits.requireWork(container.work() + (long) container.height() * ROW_WORK);
      return container;
    } catch (IndexOutOfBoundsException e) {
      // Every format follows the lengths that the file states and runs off its end.
      throw Bytes.cutOff(e);
    } catch (ArithmeticException | NegativeArraySizeException | IllegalArgumentException e) {
      throw new PictureException(
          PictureException.Kind.DAMAGED, "The picture contradicts itself: copy the file again.", e);
    }
  }

  /**
   * Encodes a picture. What the format cannot hold of its metadata is left out; {@link
   * #write(Picture, PictureFormat, OutputStream)} names it.
   *
   * @param picture any picture
   * @param format the file format
   * @return the content of a file
   * @throws PictureException if the format cannot hold the picture
   */
  public byte[] encode(Picture picture, PictureFormat format) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      write(picture, format, encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return encoded.toByteArray();
  }

  /**
   * Writes a picture to a stream.
   *
   * @param picture any picture
   * @param format the file format
   * @param target receives the content of a file; it stays open
   * @return what the format cannot hold of the picture's metadata, one line each
   * @throws IOException if the stream cannot be written to
   * @throws PictureException if the format cannot hold the picture
   */
  public List<String> write(Picture picture, PictureFormat format, OutputStream target)
      throws IOException {
    return new PictureEncoder(format, options).encode(picture, target);
  }

  /**
   * Writes a picture file in the format of its name's extension. The file appears whole or not at
   * all: it is written under another name in the same folder and then moved.
   *
   * @param picture any picture
   * @param file the target, which is replaced if it exists
   * @return what the format cannot hold of the picture's metadata, one line each, which names the
   *     file
   * @throws PictureException if the extension is unknown, the format cannot hold the picture, or
   *     the file cannot be written
   */
  public List<String> write(Picture picture, Path file) {
    PictureFormat format = PictureFormat.ofName(file);
    List<String> losses;
    try (PartFile part = PartFile.beside(file)) {
      try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(part.path()))) {
        losses = write(picture, format, target);
      }
      part.finish();
    } catch (IOException e) {
      throw new PictureException("Cannot write " + file + ": " + reason(e), e);
    } catch (PictureException e) {
      throw new PictureException("Cannot write " + file + ": " + e.getMessage(), e);
    }
    return losses.stream().map(loss -> file + ": " + loss).toList();
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException failure) {
      String reason = failure.getReason();
      return (reason == null ? e.getClass().getSimpleName() : reason)
          + ": check the path and its permissions.";
    }
    return e.getMessage() + ".";
  }
}
