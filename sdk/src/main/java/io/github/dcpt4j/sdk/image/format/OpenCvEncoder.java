package io.github.dcpt4j.sdk.image.format;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMAGE_METADATA_EXIF;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMAGE_METADATA_ICCP;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencodeWithMetadata;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/** Encodes with OpenCV, which writes EXIF data and profiles too. */
public final class OpenCvEncoder {
  private static final int BLOCK = 1 << 16;

  private final ImageFormat format;
  private final int[] parameters;

  /**
   * Makes an encoder.
   *
   * @param format what to encode
   * @param parameters pairs of one of OpenCV's IMWRITE constants and its value
   */
  public OpenCvEncoder(ImageFormat format, int... parameters) {
    this.format = format;
    this.parameters = parameters.clone();
  }

  /**
   * Encodes.
   *
   * @param picture of a depth that the format has
   * @param metadata goes into the file as it is
   * @param target receives the file
   */
  public void encode(Picture picture, Metadata metadata, OutputStream target) throws IOException {
    try (Mat mat = MatBridge.toWholeMat(picture);
        BytePointer buffer = new BytePointer()) {
      encode(picture, mat, metadata, buffer);
      copy(buffer, target);
    }
  }

  private void encode(Picture picture, Mat mat, Metadata metadata, BytePointer buffer) {
    String complaint = picture + " cannot be stored as " + format.label();
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
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          complaint + " (" + firstLine(e) + "): choose another format.",
          e);
    }
    if (!done) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED, complaint + ": choose another format.");
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
