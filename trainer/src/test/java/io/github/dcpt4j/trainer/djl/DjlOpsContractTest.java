package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.Operation;
import io.github.dcpt4j.exporter.ops.OpsContract;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Every operation on DJL's tensors. */
class DjlOpsContractTest extends OpsContract {

  @Override
  protected Tensor run(Operation operation, Weights weights, Tensor x) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new HashMap<>();
      weights.asMap().forEach((name, tensor) -> parameters.put(name, array(manager, tensor)));
      NDArray result = operation.of(new DjlOps(parameters), array(manager, x));
      return new Tensor(
          Arrays.stream(result.getShape().getShape()).mapToObj(Math::toIntExact).toList(),
          result.toFloatArray());
    }
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    long[] shape = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    return manager.create(tensor.data(), new Shape(shape));
  }
}
