package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.engine.StageClock.Stage;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureBuilder;
import io.github.dcpt4j.sdk.image.Planes;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.tiling.Mosaic;
import io.github.dcpt4j.sdk.tiling.Tile;
import io.github.dcpt4j.sdk.tiling.TilePlan;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Takes one picture through the network, tile by tile in native memory of fixed size. A network for
 * grey pictures gets the colours one after the other, each as a picture of its own.
 */
public final class TileRunner implements AutoCloseable {
  private final OnnxModel model;
  private final TilePlan plan;
  private final RestoreCall call;
  private final List<SelfEnsemble> symmetries;
  private final List<FloatPointer> memory = new ArrayList<>();
  private final FloatBuffer input;
  private final MeanLogits logits = new MeanLogits();

  /**
   * Gets ready.
   *
   * @param model runs the tiles
   * @param plan how the call's picture is cut
   * @param call the call
   * @throws OutOfMemoryError if there is no native memory for a tile
   */
  public TileRunner(OnnxModel model, TilePlan plan, RestoreCall call) {
    this.model = model;
    this.plan = plan;
    this.call = call;
    symmetries = call.selfEnsemble() ? SelfEnsemble.all() : List.of(SelfEnsemble.IDENTITY);
    input = planes();
  }

  private FloatBuffer planes() {
    // Released at once when this is closed, not when the garbage collector finds it.
    FloatPointer planes =
        new FloatPointer((long) Picture.CHANNELS * plan.tileWidth() * plan.tileHeight());
    memory.add(planes);
    return planes.asBuffer();
  }

  /**
   * Restores the picture.
   *
   * @param target receives it
   * @return the logits, if the model classifies too
   */
  public Optional<float[]> restore(PictureBuilder target) {
    FloatBuffer output = planes();
    FloatBuffer turned = call.selfEnsemble() ? planes() : input;
    FloatBuffer turnedOutput = call.selfEnsemble() ? planes() : output;
    try (Mosaic mosaic = new Mosaic(plan, target)) {
      for (Tile tile : plan.tiles()) {
        prepare(tile);
        for (SelfEnsemble symmetry : symmetries) {
          turn(symmetry, turned);
          run(turned, turnedOutput, plan.share(tile));
          addBack(symmetry, turnedOutput, output);
        }
        soften(output);
        requireNumbers(output);
        mosaic.add(tile, output);
        finish(tile);
      }
    }
    float[] means = logits.values();
    return means.length == 0 ? Optional.empty() : Optional.of(means);
  }

  /** Runs the classifier alone and returns its logits. */
  public float[] classify() {
    FloatBuffer turned = call.selfEnsemble() ? planes() : input;
    for (Tile tile : plan.tiles()) {
      prepare(tile);
      for (SelfEnsemble symmetry : symmetries) {
        turn(symmetry, turned);
        for (int colour = 0; colour < runs(); colour++) {
          FloatBuffer in = part(turned, colour);
          add(
              model.classify(in, 1, plan.tileHeight(), plan.tileWidth(), call.signal()),
              plan.share(tile));
        }
        call.clock().lap(Stage.RUN);
      }
      finish(tile);
    }
    return logits.values();
  }

  /** Runs the network once on an empty tile of a plan. */
  public static ModelOutputs warmUp(OnnxModel model, TilePlan plan) {
    long elements = (long) Picture.CHANNELS * plan.tileWidth() * plan.tileHeight();
    try (FloatPointer tile = new FloatPointer(elements)) {
      tile.zero();
      return model.run(tile.asBuffer(), 1, plan.tileHeight(), plan.tileWidth());
    }
  }

  private void prepare(Tile tile) {
    call.signal().check();
    call.picture().gatherPlanes(plan.sourceRows(tile), plan.sourceColumns(tile), input);
    call.clock().lap(Stage.PREPARE);
  }

  private void turn(SelfEnsemble symmetry, FloatBuffer turned) {
    if (turned != input) {
      symmetry.turn(input, plan.tileHeight(), plan.tileWidth(), turned);
      call.clock().lap(Stage.PREPARE);
    }
  }

  private void run(FloatBuffer in, FloatBuffer out, double share) {
    for (int colour = 0; colour < runs(); colour++) {
      model
          .restore(
              part(in, colour),
              1,
              plan.tileHeight(),
              plan.tileWidth(),
              part(out, colour),
              call.signal())
          .ifPresent(batch -> add(batch, share));
    }
    call.clock().lap(Stage.RUN);
  }

  /** How often the network has to run for all channels. */
  private int runs() {
    return Picture.CHANNELS / model.inputChannels();
  }

  private FloatBuffer part(FloatBuffer planes, int index) {
    int size = planes.capacity() / runs();
    return planes.slice(index * size, size);
  }

  private void add(float[][] batch, double share) {
    logits.add(batch[0], share / (symmetries.size() * runs()));
  }

  private void addBack(SelfEnsemble symmetry, FloatBuffer turned, FloatBuffer sum) {
    if (turned != sum) {
      if (symmetry.equals(SelfEnsemble.IDENTITY)) {
        zero(sum);
      }
      float factor = 1f / symmetries.size();
      symmetry.addBack(turned, plan.tileHeight(), plan.tileWidth(), factor, sum);
    }
  }

  private static void zero(FloatBuffer values) {
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, 0);
    }
  }

  /** Mixes the result with the input where less than the full strength is asked for. */
  private void soften(FloatBuffer output) {
    float strength = (float) call.strength();
    if (strength < 1) {
      for (int i = 0; i < output.capacity(); i++) {
        output.put(i, input.get(i) + strength * (output.get(i) - input.get(i)));
      }
    }
  }

  private void requireNumbers(FloatBuffer output) {
    if (!Planes.of(output, plan.tileWidth(), plan.tileHeight()).isFinite()) {
      throw new ModelException(
          "The model gave values that are not numbers for this picture: use another model.");
    }
  }

  private void finish(Tile tile) {
    call.clock().lap(Stage.FINISH);
    call.progress().tileDone(tile.row() * plan.columns() + tile.column() + 1, plan.count());
  }

  /** Releases the native memory. */
  @Override
  public void close() {
    memory.forEach(FloatPointer::close);
  }
}
