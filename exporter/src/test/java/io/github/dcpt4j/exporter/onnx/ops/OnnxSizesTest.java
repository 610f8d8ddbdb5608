package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What changes height, width or the number of channels in ONNX Runtime against the reference. */
class OnnxSizesTest {

  private static final Weights WEIGHTS =
      new Weights(
          Map.ofEntries(
              Map.entry("linear.bias", Noise.of(10, 5)),
              Map.entry("linear.weight", Noise.of(9, 5, 8)),
              Map.entry("prompts", Noise.of(19, 1, 5, 3, 4, 4)),
              Map.entry("to_three.bias", Noise.of(18, 24)),
              Map.entry("to_three.weight", Noise.of(17, 24, 8, 1, 1))));

  private enum Case implements Operation {
    CONCAT {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.concat(
            ops.activate(Activation.RELU, x), ops.linear("linear", Linear.perPixel(8, 5), x));
      }
    },
    MAX_POOL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.maxPool(x);
      }
    },
    DECIMATE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.strideSample(x, 3);
      }
    },
    PIXEL_SHUFFLE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.pixelShuffle(x, 2);
      }
    },
    PIXEL_UNSHUFFLE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.pixelUnshuffle(ops.pixelShuffle(x, 2), 2);
      }
    },
    PIXEL_UNSHUFFLE_OF_SHUFFLED_CHANNELS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T wide = ops.pixelShuffle(ops.conv("to_three", Conv.pointwise(8, 24), x), 2);
        return ops.pixelUnshuffle(ops.activate(Activation.RELU, ops.concat(wide, wide)), 2);
      }
    },
    RESIZE_LIKE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T shares = ops.softmax(ops.linear("linear", Linear.ofRows(8, 5), ops.globalAveragePool(x)));
        return ops.resizeLike(ops.mixture("prompts", new Prompt(5, 3, 4), shares), x);
      }
    },
    RESIZE_LIKE_A_PIXEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.resizeLike(x, ops.globalAveragePool(x));
      }
    },
    PAD_WITH_ZEROS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 8, Padding.ZERO);
      }
    },
    PAD_WITH_ITS_REFLECTION {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 4, Padding.REFLECT);
      }
    },
    CROP {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.cropLike(x, ops.maxPool(x));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Case operation) throws Exception {
    Operation.requireReference(operation, WEIGHTS);
  }
}
