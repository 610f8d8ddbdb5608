package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How large a picture is. In a file it may lie on its side, as its metadata tell; that is not seen
 * here.
 *
 * @param width pixels in a row
 * @param height rows
 */
record PictureSize(int width, int height) {

  /** The size of a decoded picture. */
  static PictureSize of(Mat picture) {
    return new PictureSize(picture.cols(), picture.rows());
  }

  /**
   * Reads the header, or the whole file where the runtime does not know the header; nothing for
   * what {@link Photographs#decode} refuses by that much already.
   */
  static Optional<PictureSize> of(Path file) {
    return ofHeader(file)
        .or(() -> ofDecoded(file))
        .filter(size -> (long) size.width * size.height <= ReadLimits.defaults().pixels());
  }

  private static Optional<PictureSize> ofHeader(Path file) {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (readers.hasNext()) {
        ImageReader reader = readers.next();
        try {
          reader.setInput(stream, true, true);
          return Optional.of(new PictureSize(reader.getWidth(0), reader.getHeight(0)));
        } finally {
          reader.dispose();
        }
      }
    } catch (IOException | RuntimeException e) {
      // Readers throw all kinds at a broken header; decoding the file tells what is wrong with it.
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** For WebP, whose header the runtime cannot read. */
  private static Optional<PictureSize> ofDecoded(Path file) {
    try {
      Picture picture = new PictureCodec().read(file);
      return Optional.of(new PictureSize(picture.width(), picture.height()));
    } catch (PictureException e) {
      return Optional.empty();
    }
  }

  /** Memory that the picture takes when it is decoded to 8 bits a channel. */
  long bytes() {
    return (long) Picture.CHANNELS * width * height;
  }

  int shorterSide() {
    return Math.min(width, height);
  }

  /** Whether one of the two may be the other, turned. */
  boolean equalsUpToRotation(PictureSize other) {
    return equals(other) || (width == other.height && height == other.width);
  }
}
