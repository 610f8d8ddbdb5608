package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Operation;
import io.github.dcpt4j.exporter.ops.OpsContract;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Map;

/** Every operation in ONNX Runtime, in a graph of open sizes. */
class OnnxOpsContractTest extends OpsContract {

  @Override
  protected Tensor run(Operation operation, Weights weights, Tensor x) throws Exception {
    GraphBuilder builder = new GraphBuilder(operation.toString());
    Value input = builder.input("x", Sizes.featureMap("x", x.shape().get(1)));
    Value result = operation.of(new OnnxOps(builder, weights), input);
    builder.output("y", result, Sizes.open(operation.rank()));
    return OrtRunner.run(builder.build(), Map.of("x", x)).get("y");
  }
}
