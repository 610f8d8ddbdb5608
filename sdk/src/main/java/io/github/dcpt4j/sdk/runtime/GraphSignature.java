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

/**
 * The inputs and outputs of a graph, which have the names, types and shapes that they must have.
 *
 * @param outputs names of the outputs
 * @param inputChannels channels of the pictures given
 * @param outputChannels channels of the restored pictures; absent where the graph restores none
 * @param logitCount logits for a picture; absent where the graph does not classify or leaves the
 *     number open
 * @param meanCount means over a picture that the graph tells and takes; absent where it does not
 */
public record GraphSignature(
    Set<String> outputs,
    int inputChannels,
    OptionalInt outputChannels,
    OptionalInt logitCount,
    OptionalInt meanCount) {
  private static final long FREE = -1;
  private static final int MOST_MEANS = 1 << 24;
  private static final int PICTURES_RANK = 4;
  private static final int ROWS_RANK = 2;

  /**
   * Reads and checks the signature of a session's graph.
   *
   * @throws ModelException if the graph has another input or another output, or one of another type
   *     or shape
   */
  static GraphSignature of(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (!inputs.keySet().equals(Set.of(OnnxModel.IMAGE))) {
      throw foreign("its inputs are " + inputs.keySet() + ", not [" + OnnxModel.IMAGE + "]");
    }
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (outputs.isEmpty() || !OnnxModel.OUTPUTS.containsAll(outputs.keySet())) {
      throw foreign("its outputs are " + outputs.keySet() + ", not of " + OnnxModel.OUTPUTS);
    }
    return new GraphSignature(
        Set.copyOf(outputs.keySet()),
        inputChannels(inputs.get(OnnxModel.IMAGE)),
        outputChannels(outputs.get(OnnxModel.RESTORED)),
        logitCount(outputs.get(OnnxModel.LOGITS)),
        meanCount(outputs.get(OnnxModel.MEANS)));
  }

  private static int inputChannels(NodeInfo image) {
    long[] shape = requireRank(image, PICTURES_RANK);
    long channels = shape[1];
    if (channels < 1 || !Arrays.equals(shape, new long[] {FREE, channels, FREE, FREE})) {
      throw foreign(
          "its input has the shape "
              + Arrays.toString(shape)
              + ", not [N, C, H, W] with free N, H and W, such as [N, 3, H, W]");
    }
    return Math.toIntExact(channels);
  }

  private static OptionalInt outputChannels(NodeInfo restored) {
    if (restored == null) {
      return OptionalInt.empty();
    }
    long channels = requireRank(restored, PICTURES_RANK)[1];
    if (channels < 1) {
      throw foreign("it does not state how many channels " + OnnxModel.RESTORED + " has");
    }
    return OptionalInt.of(Math.toIntExact(channels));
  }

  private static OptionalInt logitCount(NodeInfo logits) {
    if (logits == null) {
      return OptionalInt.empty();
    }
    long count = requireRank(logits, ROWS_RANK)[1];
    return count == FREE ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(count));
  }

  private static OptionalInt meanCount(NodeInfo means) {
    if (means == null) {
      return OptionalInt.empty();
    }
    long count = requireRank(means, ROWS_RANK)[1];
    if (count < 1 || count > MOST_MEANS) {
      throw foreign("it does not state how many values " + OnnxModel.MEANS + " has");
    }
    return OptionalInt.of((int) count);
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
