package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Means, and products with them in ONNX Runtime against the reference. */
class OnnxMeansTest {

  private enum Case implements Operation {
    SPATIAL_MEAN {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.globalAveragePool(x);
      }
    },
    LOCAL_MEANS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 5, 4);
      }
    },
    LOCAL_MEANS_OF_SINGLE_PIXELS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 1, 1);
      }
    },
    LOCAL_MEANS_THAT_COVER_THE_MAP {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 13, 6);
      }
    },
    COARSE_LOCAL_MEANS {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.coarseLocalMeans(x, new CoarseWindow(6, 2), new CoarseWindow(5, 2));
      }
    },
    MULTIPLY_AROUND {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.localMeans(x, 5, 2));
      }
    },
    MULTIPLY_AROUND_BY_ONE_PER_CHANNEL {
      @Override
      public <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.globalAveragePool(x));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Case operation) throws Exception {
    Operation.requireReference(operation, new Weights(Map.of()));
  }
}
