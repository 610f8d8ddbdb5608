package io.github.dcpt4j.sdk.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Decodes with OpenCV, which gives blue first, grey and alpha as they are, 8 or 16 bits.
 *
 * @param format the file format
 * @param parts what the decoder gets of the file, one behind the other
 * @param transparentGrey the grey value, in the file's own depth, that stands for full transparency
 *     and that OpenCV forgets
 * @param bits the file's bits per sample
 * @param greyInColours whether grey with alpha comes in four bands
 */
record OpenCvDecoder(
    PictureFormat format,
    List<ByteBuffer> parts,
    OptionalInt transparentGrey,
    int bits,
    boolean greyInColours)
    implements Container.Decoder {

  OpenCvDecoder(PictureFormat format, List<ByteBuffer> parts) {
    this(format, parts, OptionalInt.empty(), Byte.SIZE, false);
  }

  @Override
  public Picture decode(Orientation orientation, Metadata metadata) {
    try (Mat decoded = decoded()) {
      MatRows rows = new MatRows(decoded);
      if (transparentGrey.isPresent() && decoded.channels() == 1) {
        int maximum = (1 << bits) - 1;
        return rows.withTransparent(transparentGrey.getAsInt() / (float) maximum)
            .picture(orientation, metadata);
      }
      return (greyInColours ? rows.greyInColours() : rows).picture(orientation, metadata);
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
          "The "
              + format
              + " picture cannot be decoded ("
              + OpenCvEncoder.firstLine(e)
              + "): copy it again.",
          e);
    }
    if (decoded.empty()) {
      decoded.close();
      throw new PictureException("The " + format + " picture is damaged: copy the file again.");
    }
    return decoded;
  }
}
