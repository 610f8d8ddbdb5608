package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attention between channels, within windows and to another map in ONNX Runtime against the
 * reference.
 */
class OnnxAttentionTest {

  private static final Weights WEIGHTS =
      new Weights(
          Map.ofEntries(
              Map.entry("temperature", Noise.of(16, 2, 1, 1)),
              Map.entry("a.relative_position_bias_table", Noise.of(20, 25, 4)),
              Map.entry("double.bias", Noise.of(26, 16)),
              Map.entry("double.weight", Noise.of(25, 16, 8)),
              Map.entry("none", new Tensor(List.of(1, 8, 1, 1), new float[8])),
              Map.entry("to_qkv.bias", Noise.of(19, 12)),
              Map.entry("to_qkv.weight", Noise.of(18, 12, 8, 1, 1)),
              Map.entry("to_three.bias", Noise.of(18, 24)),
              Map.entry("to_three.weight", Noise.of(17, 24, 8, 1, 1))));

  private enum Case implements Operation {
    CHANNEL_ATTENTION_WITH_RELU {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return attention(ops, Activation.RELU, ops.conv("to_three", Conv.pointwise(8, 24), x));
      }
    },
    CHANNEL_ATTENTION_WITH_SOFTMAX {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return attention(ops, Activation.SOFTMAX, ops.conv("to_three", Conv.pointwise(8, 24), x));
      }
    },
    CHANNEL_ATTENTION_TO_NOTHING {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        // Vectors of no length must not be divided by it.
        T none = ops.multiply(x, ops.scale("none", new Scale(8), x));
        return attention(ops, Activation.SOFTMAX, ops.concat(none, ops.concat(none, x)));
      }
    },
    WINDOW_ATTENTION {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 2, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 2, 2, 0, false, false), qkv);
      }
    },
    SHIFTED_WINDOW_ATTENTION {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 1, 3, 2, false, false), qkv);
      }
    },
    MASKED_WINDOW_ATTENTION_WITH_BIAS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 4, 3, 1, true, true), qkv);
      }
    },
    ATTENTION_TO_A_COARSER_MAP {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T keysAndValues = ops.maxPool(ops.linear("double", Linear.perPixel(8, 16), x));
        return ops.crossAttention(new CrossAttention(8, 4), x, keysAndValues);
      }
    };

    private static <T> T attention(Ops<T> ops, Activation activation, T qkv) {
      return ops.transposedAttention("temperature", new TransposedAttention(8, 2, activation), qkv);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Case operation) throws Exception {
    Operation.requireReference(operation, WEIGHTS);
  }
}
