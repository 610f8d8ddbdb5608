package io.github.dcpt4j.sdk.image.format;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import io.github.dcpt4j.sdk.image.opencv.MatHints;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes with OpenCV, which gives blue first, grey and alpha as they are, 8 or 16 bits.
 *
 * @param label the name of the file format
 * @param parts what the decoder gets of the file, one behind the other
 * @param hints what OpenCV forgets of the file
 */
public record OpenCvDecoder(String label, List<ByteBuffer> parts, MatHints hints)
    implements Container.Decoder {

  /** Makes the decoder of a file whose every sample OpenCV keeps. */
  public OpenCvDecoder(String label, List<ByteBuffer> parts) {
    this(label, parts, MatHints.NONE);
  }

  @Override
  public Picture decode(Orientation orientation, Metadata metadata) {
    try (Mat decoded = decoded()) {
      return MatBridge.toPicture(decoded, hints, orientation, metadata);
    }
  }

  private Mat decoded() {
    long length = parts.stream().mapToLong(ByteBuffer::limit).sum();
    Mat decoded;
    try (BytePointer pointer = new BytePointer(length)) {
      ByteBuffer target = pointer.asByteBuffer();
      parts.forEach(part -> target.put(part.duplicate().rewind()));
      try (Mat source = new Mat(pointer, false)) {
        decoded = imdecode(source, IMREAD_UNCHANGED);
      }
    } catch (RuntimeException e) {
      // OpenCV has no exception of its own in Java.
      throw new PictureException(
          PictureException.Kind.DAMAGED,
          "The "
              + label
              + " picture cannot be decoded ("
              + OpenCvEncoder.firstLine(e)
              + "): copy it again.",
          e);
    }
    if (decoded.empty()) {
      decoded.close();
      throw new PictureException(
          PictureException.Kind.DAMAGED,
          "The " + label + " picture is damaged: copy the file again.");
    }
    return decoded;
  }
}
