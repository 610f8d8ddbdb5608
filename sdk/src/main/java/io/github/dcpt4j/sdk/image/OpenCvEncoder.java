package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMAGE_METADATA_EXIF;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMAGE_METADATA_ICCP;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY_DEFAULT;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_STRATEGY_RLE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencodeWithMetadata;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** Encodes JPEG, PNG, WebP and BMP with OpenCV, which writes EXIF data and profiles too. */
final class OpenCvEncoder {
  private static final int BLOCK = 1 << 16;

  private final PictureFormat format;
  private final int[] parameters;

  private OpenCvEncoder(PictureFormat format, int... parameters) {
    this.format = format;
    this.parameters = parameters;
  }

  static OpenCvEncoder of(PictureFormat format, WriteOptions options) {
    return switch (format) {
      case JPEG ->
          new OpenCvEncoder(
              format,
              IMWRITE_JPEG_QUALITY,
              options.jpegQuality(),
              IMWRITE_JPEG_SAMPLING_FACTOR,
              options.chromaSampling().factor());
      case PNG ->
          new OpenCvEncoder(
              format,
              IMWRITE_PNG_COMPRESSION,
              options.pngCompression(),
              IMWRITE_PNG_STRATEGY,
              // On photographs run lengths take half the time and less room at the fast end.
              options.pngCompression() > 1
                  ? IMWRITE_PNG_STRATEGY_DEFAULT
                  : IMWRITE_PNG_STRATEGY_RLE);
      case WEBP -> new OpenCvEncoder(format, IMWRITE_WEBP_QUALITY, options.webpQuality());
      default -> new OpenCvEncoder(format);
    };
  }

  /**
   * Encodes.
   *
   * @param picture of a depth that the format has
   * @param metadata goes into the file as it is
   * @param target receives the file
   */
  void encode(Picture picture, Metadata metadata, OutputStream target) throws IOException {
    try (Mat mat = MatBridge.toWholeMat(picture);
        BytePointer buffer = new BytePointer()) {
      encode(picture, mat, metadata, buffer);
      copy(buffer, target);
    }
  }

  private void encode(Picture picture, Mat mat, Metadata metadata, BytePointer buffer) {
    String complaint = picture + " cannot be stored as " + format;
    Optional<byte[]> exif = metadata.exif();
    Optional<byte[]> profile = metadata.iccProfile();
    boolean done;
    try (MatVector contents = new MatVector();
        IntPointer kinds = kinds(exif.isPresent(), profile.isPresent());
        IntPointer settings = new IntPointer(parameters)) {
      exif.ifPresent(block -> contents.push_back(new Mat(block)));
      profile.ifPresent(block -> contents.push_back(new Mat(block)));
      String extension = "." + format.extensions().get(0);
      done =
          imencodeWithMetadata(new BytePointer(extension), mat, kinds, contents, buffer, settings);
    } catch (RuntimeException e) {
      throw new PictureException(complaint + " (" + firstLine(e) + "): choose another format.", e);
    }
    if (!done) {
      throw new PictureException(complaint + ": choose another format.");
    }
  }

  private static IntPointer kinds(boolean exif, boolean profile) {
    if (exif && profile) {
      return new IntPointer(IMAGE_METADATA_EXIF, IMAGE_METADATA_ICCP);
    }
    if (exif || profile) {
      return new IntPointer(new int[] {exif ? IMAGE_METADATA_EXIF : IMAGE_METADATA_ICCP});
    }
    return new IntPointer();
  }

  private static void copy(BytePointer buffer, OutputStream target) throws IOException {
    long length = buffer.limit();
    byte[] block = new byte[BLOCK];
    for (long start = 0; start < length; start += BLOCK) {
      int count = (int) Math.min(BLOCK, length - start);
      buffer.position(start).get(block, 0, count);
      target.write(block, 0, count);
    }
  }

  /** Returns what OpenCV complains of, without the lines of source code. */
  static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
