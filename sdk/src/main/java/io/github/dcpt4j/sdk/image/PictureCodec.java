package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_BGR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.file.PartFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reads and writes picture files with OpenCV.
 *
 * <p>Reading gives 8-bit RGB: grey is repeated in all channels, 16 bits are reduced to 8, an alpha
 * channel is dropped without blending, the orientation stated in the EXIF data of a JPEG is
 * applied, and colour profiles are ignored. A file that is cut off is refused rather than filled
 * with grey.
 *
 * @param pixelLimit the largest number of pixels that is decoded; the size stated by the file is
 *     checked against it before memory is taken
 */
public record PictureCodec(long pixelLimit) {
  /** The limit that suits photographs: 100 million pixels. */
  public static final long DEFAULT_PIXEL_LIMIT = 100_000_000;

  // OpenCV's own limit, which its users can only raise by an environment variable
  private static final long LARGEST_PIXEL_LIMIT = 1 << 30;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is not within 1 to 2^30
   */
  public PictureCodec {
    if (pixelLimit < 1 || pixelLimit > LARGEST_PIXEL_LIMIT) {
      throw new IllegalArgumentException(
          "a pixel limit of " + pixelLimit + ", not within 1 to " + LARGEST_PIXEL_LIMIT);
    }
  }

  /** Creates a codec with the {@linkplain #DEFAULT_PIXEL_LIMIT default limit}. */
  public PictureCodec() {
    this(DEFAULT_PIXEL_LIMIT);
  }

  /**
   * Reads a picture file; its content, not its name, decides the format.
   *
   * @param file PNG, JPEG, WebP, BMP or TIFF
   * @return an 8-bit picture
   * @throws PictureException if the file is missing, unreadable, of another format, cut off,
   *     damaged or beyond the limit
   */
  public Picture read(Path file) {
    byte[] encoded = readBytes(file);
    try {
      return decode(encoded);
    } catch (PictureException e) {
      throw new PictureException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Decodes a picture from memory.
   *
   * @param encoded the content of a PNG, JPEG, WebP, BMP or TIFF file
   * @return an 8-bit picture
   * @throws PictureException if the content is empty, of another format, cut off, damaged or beyond
   *     the limit
   */
  public Picture decode(byte[] encoded) {
    Container container = Container.inspect(encoded);
    if (container.pixels() > pixelLimit) {
      throw new PictureException(
          "The picture has "
              + container.width()
              + "x"
              + container.height()
              + " pixels, more than the limit of "
              + pixelLimit
              + ": raise the limit or reduce the picture.");
    }
    try (BytePointer pointer = new BytePointer(encoded);
        Mat source = new Mat(pointer, false);
        Mat decoded = decode(source, container.format())) {
      return MatBridge.toPicture(decoded);
    }
  }

  private static Mat decode(Mat source, PictureFormat format) {
    Mat decoded;
    try {
      decoded = imdecode(source, IMREAD_COLOR_BGR);
    } catch (RuntimeException e) {
      // OpenCV has no exception of its own in Java.
      throw new PictureException(
          "The " + format + " picture cannot be decoded (" + firstLine(e) + "): copy it again.", e);
    }
    if (decoded.empty()) {
      decoded.close();
      throw new PictureException("The " + format + " picture is damaged: copy it again.");
    }
    return decoded;
  }

  /**
   * Encodes a picture.
   *
   * @param picture any picture; float samples are converted as by {@link Picture#to8Bit()}
   * @param format the file format, with OpenCV's usual settings (JPEG quality 95, WebP lossless)
   * @return the content of a file
   * @throws PictureException if the format cannot hold the picture
   */
  public byte[] encode(Picture picture, PictureFormat format) {
    try (Mat mat = MatBridge.toMat(picture);
        BytePointer buffer = new BytePointer()) {
      encode(picture, mat, format, buffer);
      byte[] encoded = new byte[Math.toIntExact(buffer.limit())];
      buffer.get(encoded);
      return encoded;
    }
  }

  private static void encode(Picture picture, Mat mat, PictureFormat format, BytePointer buffer) {
    String complaint = picture + " cannot be stored as " + format;
    boolean done;
    try {
      done = imencode("." + format.extensions().get(0), mat, buffer);
    } catch (RuntimeException e) {
      throw new PictureException(complaint + " (" + firstLine(e) + "): choose another format.", e);
    }
    if (!done) {
      throw new PictureException(complaint + ": choose another format.");
    }
  }

  /**
   * Writes a picture file in the format of its name's extension. The file appears whole or not at
   * all: it is written under another name in the same folder and then moved.
   *
   * @param picture any picture; float samples are converted as by {@link Picture#to8Bit()}
   * @param file the target, which is replaced if it exists
   * @throws PictureException if the extension is unknown or the file cannot be written
   */
  public void write(Picture picture, Path file) {
    byte[] encoded = encode(picture, PictureFormat.ofName(file));
    try (PartFile part = PartFile.beside(file)) {
      Files.write(part.path(), encoded);
      part.finish();
    } catch (IOException e) {
      throw new PictureException("Cannot write " + file + ": " + reason(e), e);
    }
  }

  private static byte[] readBytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new PictureException("Cannot read " + file + ": it is a folder, name a picture file.");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new PictureException("Cannot read " + file + ": there is no such file.", e);
    } catch (IOException | OutOfMemoryError e) {
      throw new PictureException("Cannot read " + file + ": " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof FileSystemException failure) {
      String reason = failure.getReason();
      return (reason == null ? e.getClass().getSimpleName() : reason)
          + ": check the path and its permissions.";
    }
    return e.getMessage() + ".";
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
