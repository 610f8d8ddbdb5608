package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.codec.PictureFiles;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures on which the value ranges of a network are found, and a model of lower precision is
 * compared with the network. Of each the centre is taken, up to {@value #LARGEST_SIDE} pixels high
 * and wide.
 *
 * @param pictures at least one
 */
public record CalibrationPictures(List<Picture> pictures) {

  /** Largest height and width that is used of a picture, in pixels. */
  public static final int LARGEST_SIDE = 256;

  /** Largest number of pictures that {@link #read} takes of a folder. */
  public static final int MOST = 64;

  /**
   * Cuts the centres out.
   *
   * @throws IllegalArgumentException if there is no picture
   */
  public CalibrationPictures {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("there is no picture to calibrate with");
    }
    pictures = pictures.stream().map(picture -> picture.centre(LARGEST_SIDE, 1)).toList();
  }

  /**
   * Reads the pictures that lie directly in a folder; of more than {@value #MOST} so many, evenly
   * spread over their names' order.
   *
   * @throws PictureException if the folder cannot be read or holds no picture, or a picture is
   *     broken
   */
  public static CalibrationPictures read(Path folder) {
    List<Path> files = PictureFiles.in(folder);
    int count = Math.min(MOST, files.size());
    PictureCodec codec = new PictureCodec();
    List<Picture> centres = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = files.get((int) ((long) i * files.size() / count));
      // At once, so that not all of the pictures have to fit in memory.
      centres.add(codec.read(file).centre(LARGEST_SIDE, 1));
    }
    return new CalibrationPictures(centres);
  }

  /**
   * The pictures as a network takes them, each a batch of its own.
   *
   * @param sizeMultiple what height and width have to be multiples of, in pixels
   * @param minimumSize smallest height and width, in pixels
   * @throws ExportException if a picture is too small
   */
  List<NetworkInput> inputs(int sizeMultiple, int minimumSize) {
    int smallest = (minimumSize + sizeMultiple - 1) / sizeMultiple * sizeMultiple;
    List<NetworkInput> inputs = new ArrayList<>();
    for (Picture picture : pictures) {
      if (picture.width() < smallest || picture.height() < smallest) {
        throw new ExportException(
            Text.of(
                "a calibration picture is %dx%d, the network takes %d pixels at least: take larger ones",
                picture.width(), picture.height(), smallest));
      }
      inputs.add(NetworkInput.of(picture.centre(LARGEST_SIDE, sizeMultiple)));
    }
    return inputs;
  }
}
