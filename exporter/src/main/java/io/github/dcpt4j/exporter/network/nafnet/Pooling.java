package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the channel attention of a block takes its means over. */
sealed interface Pooling permits GlobalPooling, LocalPooling {

  /**
   * Multiplies a feature map by an attention that is computed from its means.
   *
   * @param level how often the feature map has been halved
   * @param x [N, C, H, W]
   * @param attention makes factors of means, each pixel by itself
   * @return the shape of x
   */
  <T> T attend(Ops<T> ops, int level, T x, UnaryOperator<T> attention);

  /**
   * Chooses the pooling of a network.
   *
   * @param trainingSize height and width of the pictures trained on; empty for global pooling
   * @param fast whether local means are those of the faster variant
   * @throws IllegalArgumentException if the training size cannot be one
   */
  static Pooling of(NafFrame frame, List<Integer> trainingSize, boolean fast) {
    if (!trainingSize.isEmpty()) {
      return LocalPooling.of(frame, trainingSize, fast);
    }
    if (fast) {
      throw new IllegalArgumentException(
          Text.of("%s has localPoolingFast without localPooling", frame.network()));
    }
    return new GlobalPooling();
  }

  /** Smallest height and width of an image that the means exist for. */
  int minimumSize(NafFrame frame);

  /** How far a restored pixel then depends on the image. */
  ReceptiveField receptiveField(NafFrame frame);
}
