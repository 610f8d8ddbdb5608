package io.github.dcpt4j.sdk.image.format.jpeg;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Samples;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.format.OpenCvDecoder;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG with OpenCV, and notices where coded bytes are missing: the decoder fills these
 * blocks with a grey of exactly 128 and only mutters about it. Where such a block is found, which
 * few photographs have, Java's decoder, which reports it, goes over the file too.
 */
record JpegDecoder(ByteBuffer file) implements Container.Decoder {
  // Each block of 8 by 8 pixels, however the picture is turned, holds one such cell of the grid.
  private static final int CELL = 4;
  private static final byte FILLING = (byte) 128;
  private static final String MISSING = "premature end";
  private static final int THIN = 64;

  @Override
  public Picture decode(Orientation orientation, Metadata metadata) {
    Picture picture = new OpenCvDecoder("JPEG", List.of(file)).decode(orientation, metadata);
    if (hasFilling(picture) && isCutOff()) {
      throw Bytes.cutOff(null);
    }
    return picture;
  }

  private static boolean hasFilling(Picture picture) {
    int rowLength = picture.width() * picture.channels();
    Samples samples = Samples.allocate(picture.sampleType(), CELL * rowLength);
    byte[] rows = (byte[]) samples.array();
    for (int y = 0; y + CELL <= picture.height(); y += CELL) {
      for (int line = 0; line < CELL; line++) {
        for (int channel = 0; channel < picture.channels(); channel++) {
          int first = line * rowLength + channel;
          picture.copyRow(channel, y + line, samples, first, picture.channels());
        }
      }
      int cellLength = CELL * picture.channels();
      for (int x = 0; x + cellLength <= rowLength; x += cellLength) {
        if (rows[x] == FILLING && isFilled(rows, x, cellLength, rowLength)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFilled(byte[] rows, int start, int length, int rowLength) {
    for (int line = 0; line < CELL; line++) {
      for (int i = 0; i < length; i++) {
        if (rows[line * rowLength + start + i] != FILLING) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isCutOff() {
    AtomicBoolean missing = new AtomicBoolean();
    ImageReader reader = ImageIO.getImageReadersByMIMEType("image/jpeg").next();
    try (ImageInputStream stream = new MemoryCacheImageInputStream(stream())) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (warning.contains(MISSING)) {
              missing.set(true);
            }
          });
      ImageReadParam thin = reader.getDefaultReadParam();
      // All is decoded and little is kept.
      thin.setSourceSubsampling(THIN, THIN, 0, 0);
      reader.readRaster(0, thin);
    } catch (IOException | RuntimeException e) {
      // What Java cannot read, it cannot complain of either.
      return missing.get();
    } finally {
      reader.dispose();
    }
    return missing.get();
  }

  private InputStream stream() {
    return new ByteArrayInputStream(file.array());
  }
}
