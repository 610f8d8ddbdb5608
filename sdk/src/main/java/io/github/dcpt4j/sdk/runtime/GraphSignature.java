package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.dcpt4j.sdk.error.ModelException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The inputs and outputs that a graph must have, by name, type and shape. */
final class GraphSignature {
  private static final long FREE = -1;
  private static final long[] PICTURES = {FREE, 3, FREE, FREE};
  private static final int LOGIT_RANK = 2;

  private GraphSignature() {}

  /**
   * Checks a session's graph.
   *
   * @return the names of its outputs
   * @throws ModelException if the graph has another input or another output, or one of another type
   *     or shape
   */
  static Set<String> require(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (!inputs.keySet().equals(Set.of(OnnxModel.IMAGE))) {
      throw foreign("its inputs are " + inputs.keySet() + ", not [" + OnnxModel.IMAGE + "]");
    }
    requirePictures(inputs.get(OnnxModel.IMAGE));
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (outputs.isEmpty() || !OnnxModel.OUTPUTS.containsAll(outputs.keySet())) {
      throw foreign("its outputs are " + outputs.keySet() + ", not of " + OnnxModel.OUTPUTS);
    }
    for (NodeInfo output : outputs.values()) {
      if (output.getName().equals(OnnxModel.LOGITS)) {
        requireRank(output, LOGIT_RANK);
      } else {
        requireRank(output, PICTURES.length);
      }
    }
    return Set.copyOf(outputs.keySet());
  }

  /**
   * Returns how many logits the graph gives for a picture.
   *
   * @return the number; absent where the graph does not classify or leaves it open
   */
  static OptionalInt logitCount(OrtSession session) throws OrtException {
    NodeInfo logits = session.getOutputInfo().get(OnnxModel.LOGITS);
    if (logits == null) {
      return OptionalInt.empty();
    }
    long count = requireRank(logits, LOGIT_RANK)[1];
    return count == FREE ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(count));
  }

  private static void requirePictures(NodeInfo input) {
    long[] shape = requireRank(input, PICTURES.length);
    if (!Arrays.equals(shape, PICTURES)) {
      throw foreign(
          "its input has the shape "
              + Arrays.toString(shape)
              + ", not [N, 3, H, W] with free N, H and W");
    }
  }

  private static long[] requireRank(NodeInfo node, int rank) {
    if (node.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT
        && tensor.getShape().length == rank) {
      return tensor.getShape();
    }
    throw foreign(node.getName() + " is not a float tensor of rank " + rank);
  }

  private static ModelException foreign(String complaint) {
    return new ModelException(
        "The model's graph does not fit: " + complaint + ". Use a model exported by dcpt4j.");
  }
}
