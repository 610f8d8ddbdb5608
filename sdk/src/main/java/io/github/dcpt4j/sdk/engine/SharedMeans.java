package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Gives all tiles of a picture the same means. A network with global pooling would else take each
 * tile for a picture of its own, and brighten the dark ones more than the others.
 */
public final class SharedMeans {

  private SharedMeans() {}

  /**
   * Opens a model with the means of a picture, or of as much of it as fits in the memory.
   *
   * @param model tells means
   * @param picture the picture
   * @param cut how it is cut
   * @param signal ends the run
   * @return the model, to be closed when the last tile is done
   */
  public static OnnxModel open(
      OnnxModel model, Picture picture, TilingAttempt cut, Cancellation signal) {
    int[] rows = cut.sample().sampleRows();
    int[] columns = cut.sample().sampleColumns();
    long size = (long) rows.length * columns.length;
    try (FloatPointer planes = new FloatPointer(Picture.CHANNELS * size)) {
      FloatBuffer values = planes.asBuffer();
      picture.gatherPlanes(rows, columns, values);
      int runs = Picture.CHANNELS / model.inputChannels();
      float[] means = new float[model.meanCount().orElseThrow()];
      for (int colour = 0; colour < runs; colour++) {
        int part = values.capacity() / runs;
        FloatBuffer given = values.slice(colour * part, part);
        float[] measured = model.means(given, rows.length, columns.length, signal);
        for (int i = 0; i < means.length; i++) {
          means[i] += measured[i] / runs;
        }
      }
      return model.withMeans(means);
    }
  }
}
