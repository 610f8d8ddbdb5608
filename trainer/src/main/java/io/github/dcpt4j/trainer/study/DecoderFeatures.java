package io.github.dcpt4j.trainer.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;

/** What a decoder stage of a network makes of pictures. Nothing after the stages is computed. */
final class DecoderFeatures implements AutoCloseable {

  private static final int CHANNELS = 3;

  private final RestorationNetwork network;
  private final int stage;
  private final NDManager manager;
  private final FlatParameters parameters;

  /**
   * Copies the weights to the parent's device.
   *
   * @param weights a tensor for every parameter of the network
   * @param stage 0 for the finest
   * @throws IllegalArgumentException if the network has no such stage
   */
  DecoderFeatures(NDManager parent, RestorationNetwork network, Weights weights, int stage) {
    int stages = network.stageChannels().size();
    if (stage >= stages) {
      throw new IllegalArgumentException(
          stages == 0
              ? "the network has no decoder stages whose features could be compared"
              : Text.of("the network has decoder stages 0 to %d, not %d", stages - 1, stage));
    }
    this.network = network;
    this.stage = stage;
    this.manager = parent.newSubManager();
    this.parameters =
        FlatParameters.frozen(
            manager, ModelSummary.of(ModelDefinition.of(network)).networkParameters(), weights);
  }

  /**
   * Runs the network on one picture.
   *
   * @param pixels [side, side, 3] RGB
   * @param side a multiple of the network's size multiple
   * @return all values of the stage's output, channel by channel
   */
  float[] of(float[] pixels, int side) {
    try (NDManager own = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray image = own.create(pixels, new Shape(1, side, side, CHANNELS)).transpose(0, 3, 1, 2);
      return network
          .features(new DjlOps(parameters.views()), image)
          .stages()
          .get(stage)
          .toFloatArray();
    }
  }

  @Override
  public void close() {
    parameters.close();
    manager.close();
  }
}
