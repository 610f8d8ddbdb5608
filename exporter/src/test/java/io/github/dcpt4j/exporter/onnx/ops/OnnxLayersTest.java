package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.ops.TransposedConv;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Convolutions, fully connected layers, norms and learnt factors in ONNX Runtime against the
 * reference.
 */
class OnnxLayersTest {

  private static final Weights WEIGHTS =
      new Weights(
          Map.ofEntries(
              Map.entry("batch.bias", Noise.of(17, 8)),
              Map.entry("batch.running_mean", Noise.of(18, 8)),
              Map.entry("batch.running_var", positive(Noise.of(19, 8))),
              Map.entry("batch.weight", Noise.of(16, 8)),
              Map.entry("conv.bias", Noise.of(2, 6)),
              Map.entry("conv.weight", Noise.of(1, 6, 8, 3, 3)),
              Map.entry("deform.weight", Noise.of(21, 5, 8, 3, 3)),
              Map.entry("depthwise.bias", Noise.of(4, 8)),
              Map.entry("depthwise.weight", Noise.of(3, 8, 1, 3, 3)),
              Map.entry("linear.bias", Noise.of(10, 5)),
              Map.entry("linear.weight", Noise.of(9, 5, 8)),
              Map.entry("mixing", Noise.of(8, 3)),
              Map.entry("norm.bias", Noise.of(6, 8)),
              Map.entry("norm.weight", Noise.of(5, 8)),
              Map.entry("scale", Noise.of(7, 1, 8, 1, 1)),
              Map.entry("single.bias", Noise.of(15, 1)),
              Map.entry("single.weight", Noise.of(14, 1)),
              Map.entry("square.bias", Noise.of(17, 8)),
              Map.entry("square.weight", Noise.of(16, 8, 8)),
              Map.entry("steering.weight", Noise.of(20, 27, 8, 1, 1)),
              Map.entry("to_one.bias", Noise.of(13, 1)),
              Map.entry("to_one.weight", Noise.of(12, 1, 8, 1, 1)),
              Map.entry("transposed.bias", Noise.of(23, 3)),
              Map.entry("transposed.weight", Noise.of(22, 8, 3, 4, 4))));

  private enum Case implements Operation {
    CONV {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3), x);
      }
    },
    CONV_WITHOUT_BIAS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3).withoutBias(), x);
      }
    },
    CONV_WITH_STRIDE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3).withStride(2, 0), x);
      }
    },
    DEPTHWISE_CONV {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.conv("depthwise", Conv.depthwise(8), x);
      }
    },
    TRANSPOSED_CONV {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.transposedConv("transposed", new TransposedConv(8, 3), x);
      }
    },
    DEFORMABLE_CONV {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
        return ops.deformableConv("deform", new DeformableConv(8, 5), x, steering);
      }
    },
    DEFORMABLE_CONV_THAT_LOOKS_FAR_OUTSIDE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
        return ops.deformableConv(
            "deform", new DeformableConv(8, 5), x, ops.affine(steering, Affine.of(6, 0)));
      }
    },
    PIXEL_LINEAR {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.linear("linear", Linear.perPixel(8, 5), x);
      }
    },
    PIXEL_LINEAR_WITHOUT_BIAS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.linear("linear", Linear.perPixel(8, 5).withoutBias(), x);
      }
    },
    CHANNEL_NORM {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.norm("norm", Norm.layer(8, 1e-2), x);
      }
    },
    CHANNEL_NORM_OF_ONE_CHANNEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.norm("single", Norm.layer(1, 1e-2), ops.conv("to_one", Conv.pointwise(8, 1), x));
      }
    },
    CHANNEL_NORM_WITHOUT_MEAN {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.norm("norm", Norm.biasFree(8, 1e-2), x);
      }
    },
    CHANNEL_NORM_WITHOUT_MEAN_OF_ONE_CHANNEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T single = ops.conv("to_one", Conv.pointwise(8, 1), x);
        return ops.norm("single", Norm.biasFree(1, 1e-2), single);
      }
    },
    BATCH_NORM {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.norm("batch", Norm.batch(8, 1e-2), x);
      }
    },
    CHANNEL_SCALE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.scale("scale", new Scale(8), x);
      }
    },
    SOFTMAX_SCALE {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.softmaxScale("mixing", new SoftmaxScale(3, 1), x);
      }
    },
    SUM_OF_A_NORM_AND_A_LINEAR_LAYER {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        T norm = ops.norm("norm", Norm.layer(8, 1e-2), x);
        return ops.add(norm, ops.linear("square", Linear.perPixel(8, 8), norm));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Case operation) throws Exception {
    Operation.requireReference(operation, WEIGHTS);
  }

  private static Tensor positive(Tensor noise) {
    float[] values = noise.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return new Tensor(noise.shape(), values);
  }
}
