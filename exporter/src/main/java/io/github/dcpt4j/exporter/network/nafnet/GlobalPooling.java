package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.ops.Ops;
import java.util.function.UnaryOperator;

/** One mean over the whole feature map. */
record GlobalPooling() implements Pooling {

  @Override
  public <T> T attend(Ops<T> ops, int level, T x, UnaryOperator<T> attention) {
    return ops.multiply(x, attention.apply(ops.globalAveragePool(x)));
  }

  @Override
  public int minimumSize(NafFrame frame) {
    return frame.sizeMultiple();
  }

  @Override
  public ReceptiveField receptiveField(NafFrame frame) {
    return ReceptiveField.means(frame.convolutionReach());
  }
}
