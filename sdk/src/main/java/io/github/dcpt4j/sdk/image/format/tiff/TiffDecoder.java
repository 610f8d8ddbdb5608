package io.github.dcpt4j.sdk.image.format.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.AlphaPlane;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.awt.ImageRows;
import io.github.dcpt4j.sdk.image.format.Container;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes TIFF with TwelveMonkeys: OpenCV multiplies colours by the alpha or drops it, and Java's
 * own reader knows neither the predictors for 16 bits and floats nor half floats.
 *
 * @param stream the file, as its one page needs it
 * @param width what its header states, and what the limits were checked against
 * @param height the same
 * @param grey whether its header says that it is grey
 * @param premultiplied whether it says that colours are multiplied by the alpha
 * @param type what it says of its samples
 */
record TiffDecoder(
    ImageInputStream stream,
    int width,
    int height,
    boolean grey,
    boolean premultiplied,
    SampleType type)
    implements Container.Decoder {
  private static final TIFFImageReaderSpi READERS = new TIFFImageReaderSpi();

  @Override
  public Picture decode(Orientation orientation, Metadata metadata) {
    Picture picture = rows().picture(orientation, metadata);
    if (type != SampleType.FLOAT32) {
      return picture;
    }
    if (!picture.isFinite() || !picture.alpha().map(AlphaPlane::isValid).orElse(true)) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The TIFF picture holds values that are not numbers or infinite: repair it first.");
    }
    if (!picture.isStandardRange()) {
      throw new PictureException(
          PictureException.Kind.UNSUPPORTED,
          "The TIFF picture holds floats outside 0 to 1 (high dynamic range, or another scale): "
              + "map its tones to 0 to 1 first.");
    }
    return picture;
  }

  private ImageRows rows() {
    ImageReader reader = READERS.createReaderInstance(null);
    try {
      reader.setInput(stream, true, true);
      if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
        throw new PictureException(
            PictureException.Kind.DAMAGED, "The TIFF picture states two sizes: save it again.");
      }
      if (type == SampleType.FLOAT32) {
        // As an image its floats would be limited to 0 to 1 without a word.
        return ImageRows.of(reader.readRaster(0, null), grey, premultiplied);
      }
      BufferedImage image = reader.read(0);
      return grey ? ImageRows.ofGrey(image) : ImageRows.of(image);
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Damaged files lead the reader into exceptions of many kinds.
      throw new PictureException(
          PictureException.Kind.DAMAGED,
          "The TIFF picture cannot be decoded (" + e.getMessage() + "): save it again.",
          e);
    } finally {
      reader.dispose();
    }
  }
}
