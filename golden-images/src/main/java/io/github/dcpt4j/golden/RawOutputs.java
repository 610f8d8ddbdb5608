package io.github.dcpt4j.golden;

import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a model with both heads gives, before anything is limited or rounded.
 *
 * @param restored [N, 3, H, W]
 * @param logits [N, K]
 */
record RawOutputs(Tensor restored, Tensor logits) {

  /**
   * Reads a golden file.
   *
   * @throws io.github.dcpt4j.exporter.weights.CheckpointException if there is none, or it is
   *     damaged
   */
  static RawOutputs read(Path file) {
    Weights tensors = SafeTensors.read(file).weights();
    return new RawOutputs(tensors.get(OnnxModel.RESTORED), tensors.get(OnnxModel.LOGITS));
  }

  /** Writes a golden file. */
  void write(Path file) {
    Map<String, Tensor> tensors = Map.of(OnnxModel.RESTORED, restored, OnnxModel.LOGITS, logits);
    new SafeTensors(Map.of(), new Weights(tensors)).write(file);
  }

  /** The outputs for one picture of the batch, as those of a batch of its own. */
  RawOutputs single(int index) {
    return new RawOutputs(single(restored, index), single(logits, index));
  }

  private static Tensor single(Tensor batch, int index) {
    List<Integer> rest = batch.shape().subList(1, batch.shape().size());
    int size = rest.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    return new Tensor(
        Stream.concat(Stream.of(1), rest.stream()).toList(),
        Arrays.copyOfRange(batch.data(), index * size, (index + 1) * size));
  }
}
