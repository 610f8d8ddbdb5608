package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Restores and classifies pictures of any size with one model.
 *
 * <pre>{@code
 * PictureCodec codec = new PictureCodec();
 * try (Restorer restorer = Restorer.builtIn()) {
 *   Restoration result = restorer.restore(codec.read(Path.of("rain.jpg")));
 *   codec.write(result.picture(), Path.of("restored.png"));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads at once. Closing waits for what is under way.
 */
public final class Restorer implements AutoCloseable {
  private static final String BUILT_IN = "/io/github/dcpt4j/sdk/model.onnx";
  private static final double NANOS_PER_MILLI = 1e6;

  private final OnnxModel model;
  private final ModelCard card;

  private Restorer(Function<RuntimeOptions, OnnxModel> opener, RestorerOptions options) {
    model = opener.apply(new RuntimeOptions(options.device(), options.threads()));
    try {
      card = agreedCard(model);
    } catch (ModelException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Opens the model that comes with the library, with the default options.
   *
   * @throws ModelException if this build of the library contains no model
   */
  public static Restorer builtIn() {
    return builtIn(RestorerOptions.defaults());
  }

  /**
   * Opens the model that comes with the library.
   *
   * @param options how to work
   * @throws ModelException if this build of the library contains no model
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer builtIn(RestorerOptions options) {
    return open(builtInModel(), options);
  }

  /**
   * Opens a model file with the default options.
   *
   * @param file an ONNX file exported by dcpt4j
   * @throws ModelException if the file is missing or cannot be used
   */
  public static Restorer open(Path file) {
    return open(file, RestorerOptions.defaults());
  }

  /**
   * Opens a model file.
   *
   * @param file an ONNX file exported by dcpt4j
   * @param options how to work
   * @throws ModelException if the file is missing or cannot be used
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer open(Path file, RestorerOptions options) {
    return new Restorer(runtime -> OnnxModel.open(file, runtime, Restorer::smallestSide), options);
  }

  /**
   * Opens a model in memory with the default options.
   *
   * @param model the content of an ONNX file exported by dcpt4j
   * @throws ModelException if the model cannot be used
   */
  public static Restorer open(byte[] model) {
    return open(model, RestorerOptions.defaults());
  }

  /**
   * Opens a model in memory.
   *
   * @param model the content of an ONNX file exported by dcpt4j
   * @param options how to work
   * @throws ModelException if the model cannot be used
   * @throws DeviceException if the device was asked for by name and cannot be used
   */
  public static Restorer open(byte[] model, RestorerOptions options) {
    return new Restorer(runtime -> OnnxModel.open(model, runtime, Restorer::smallestSide), options);
  }

  /** Returns what the model says of itself. */
  public ModelCard card() {
    return card;
  }

  /** Returns the device that runs the model; never {@link Device#AUTO}. */
  public Device device() {
    return model.device();
  }

  /**
   * Restores a picture and, if the model has a classification head, names its degradation.
   *
   * @param picture a picture of any size
   * @return the restored picture, of the same size and sample type, and what is known about it
   * @throws ModelException if the model has no restoration head, or fails on this picture
   * @throws PictureException if the picture is too large to be restored in one piece
   * @throws IllegalStateException if this restorer is closed
   */
  public Restoration restore(Picture picture) {
    requireHead(Head.RESTORATION);
    PaddedFrame frame = PaddedFrame.of(picture.width(), picture.height(), card);
    try (FloatPointer input = planes(frame);
        FloatPointer output = planes(frame)) {
      long started = System.nanoTime();
      FloatBuffer degraded = input.asBuffer();
      picture.gatherPlanes(frame.rows(), frame.columns(), degraded);
      long prepared = System.nanoTime();
      FloatBuffer restored = output.asBuffer();
      Optional<float[][]> logits =
          model.restore(degraded, 1, frame.paddedHeight(), frame.paddedWidth(), restored);
      long run = System.nanoTime();
      Picture result = finish(restored, frame, picture.sampleType());
      long finished = System.nanoTime();
      return new Restoration(
          result,
          logits.map(batch -> scores(batch[0])),
          new RestorationReport(
              model.device(),
              model.whyNotBetter(),
              (prepared - started) / NANOS_PER_MILLI,
              (run - prepared) / NANOS_PER_MILLI,
              (finished - run) / NANOS_PER_MILLI));
    }
  }

  /**
   * Names the degradation of a picture.
   *
   * @param picture a picture of any size
   * @return the probability of every degradation that the model knows
   * @throws ModelException if the model has no classification head, or fails on this picture
   * @throws PictureException if the picture is too large to be classified in one piece
   * @throws IllegalStateException if this restorer is closed
   */
  public DegradationScores classify(Picture picture) {
    requireHead(Head.CLASSIFICATION);
    PaddedFrame frame = PaddedFrame.of(picture.width(), picture.height(), card);
    try (FloatPointer input = planes(frame)) {
      FloatBuffer planes = input.asBuffer();
      picture.gatherPlanes(frame.rows(), frame.columns(), planes);
      return scores(model.classify(planes, 1, frame.paddedHeight(), frame.paddedWidth())[0]);
    }
  }

  /** Closes the model once nothing is under way. Closing again does nothing. */
  @Override
  public void close() {
    model.close();
  }

  private static Picture finish(FloatBuffer planes, PaddedFrame frame, SampleType type) {
    Picture raw =
        Picture.fromPlanes(
            planes, frame.paddedWidth(), frame.paddedHeight(), frame.width(), frame.height());
    if (!raw.isFinite()) {
      throw new ModelException(
          "The model gave values that are not numbers for this picture: use another model.");
    }
    return type == SampleType.UINT8 ? raw.to8Bit() : raw.clamped();
  }

  private DegradationScores scores(float[] logits) {
    try {
      return DegradationScores.ofLogits(card.labels(), logits);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "The model's classifier does not work (" + e.getMessage() + "): use another model.", e);
    }
  }

  private void requireHead(Head head) {
    if (!card.has(head)) {
      throw new ModelException(
          "The model '" + card.name() + "' has no " + head + " head: use one that has.");
    }
  }

  /** Native memory that is released at once, not when the garbage collector finds it. */
  private static FloatPointer planes(PaddedFrame frame) {
    long count = (long) Picture.CHANNELS * frame.paddedWidth() * frame.paddedHeight();
    if (count > Integer.MAX_VALUE / Float.BYTES) {
      throw new PictureException(
          "A picture of "
              + frame.width()
              + "x"
              + frame.height()
              + " is too large to be restored in one piece: reduce or cut it.");
    }
    return new FloatPointer(count);
  }

  private static int smallestSide(OnnxModel model) {
    return PaddedFrame.paddedSide(1, agreedCard(model));
  }

  /** Reads the card and holds it against the graph. */
  private static ModelCard agreedCard(OnnxModel model) {
    ModelCard card =
        ModelCard.fromJson(
            model
                .metadata(ModelCard.METADATA_KEY)
                .orElseThrow(
                    () ->
                        new ModelException(
                            "The model has no model card: use a model exported by dcpt4j.")));
    Set<Head> heads = EnumSet.noneOf(Head.class);
    if (model.outputs().contains(OnnxModel.RESTORED)) {
      heads.add(Head.RESTORATION);
    }
    if (model.outputs().contains(OnnxModel.LOGITS)) {
      heads.add(Head.CLASSIFICATION);
    }
    if (!card.heads().equals(heads)) {
      throw new ModelException(
          "The model card states the heads "
              + card.heads()
              + ", the graph has "
              + heads
              + ": export the model again.");
    }
    return card;
  }

  private static byte[] builtInModel() {
    try (InputStream stream = Restorer.class.getResourceAsStream(BUILT_IN)) {
      if (stream == null) {
        throw new ModelException("This build of dcpt4j contains no model: open a model file.");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model cannot be read", e);
    }
  }
}
