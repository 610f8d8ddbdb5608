package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums, products, activations and gates in ONNX Runtime against the reference. */
class OnnxValuesTest {

  private static final Weights WEIGHTS =
      new Weights(
          Map.ofEntries(
              Map.entry("linear.bias", Noise.of(10, 5)),
              Map.entry("linear.weight", Noise.of(9, 5, 8))));

  private enum Case implements Operation {
    ADD {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.add(x, ops.activate(Activation.RELU, x));
      }
    },
    MULTIPLY_BY_PIXEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.multiply(x, ops.activate(Activation.RELU, x));
      }
    },
    MULTIPLY_BY_CHANNEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.multiply(x, ops.globalAveragePool(x));
      }
    },
    AFFINE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.affine(x, Affine.of(-0.3, 0.7));
      }
    },
    AFFINE_BY_CHANNEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.affine(
            x,
            new Affine(
                Collections.nCopies(8, 3.0), List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)));
      }
    },
    RELU {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.RELU, x);
      }
    },
    LEAKY_RELU {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.leakyRelu(0.2), x);
      }
    },
    GELU {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.GELU, x);
      }
    },
    GELU_OF_A_LINEAR_LAYER {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.GELU, ops.linear("linear", Linear.perPixel(8, 5), x));
      }
    },
    SIGMOID {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.SIGMOID, x);
      }
    },
    TANH {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.TANH, ops.affine(x, Affine.of(3, 0)));
      }
    },
    GATE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.simpleGate(x);
      }
    },
    GELU_GATE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.geluGate(x);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Case operation) throws Exception {
    Operation.requireReference(operation, WEIGHTS);
  }
}
