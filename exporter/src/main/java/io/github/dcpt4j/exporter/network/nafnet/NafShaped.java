package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.ops.Ops;
import java.util.List;

/**
 * A network that is NAFNet's frame with blocks of its own: all but the blocks follows from that.
 */
interface NafShaped extends RestorationNetwork {

  /** The U-shape. */
  NafFrame frame();

  /** What the attention of the blocks averages over. */
  Pooling pooling();

  /** The blocks. */
  NafFrame.Block block();

  /** What a block's attention is called in parameter names. */
  String attentionName();

  @Override
  default <T> Features<T> features(Ops<T> ops, T image) {
    return frame().features(ops, block(), image);
  }

  @Override
  default int sizeMultiple() {
    return frame().sizeMultiple();
  }

  @Override
  default int minimumSize() {
    return pooling().minimumSize(frame());
  }

  @Override
  default int inputChannels() {
    return frame().imageChannels();
  }

  @Override
  default int outputChannels() {
    return frame().imageChannels();
  }

  @Override
  default ReceptiveField receptiveField() {
    return pooling().receptiveField(frame());
  }

  @Override
  default List<Integer> stageChannels() {
    return frame().stageChannels();
  }

  @Override
  default StateOrder stateOrder() {
    return frame().stateOrder(attentionName());
  }
}
