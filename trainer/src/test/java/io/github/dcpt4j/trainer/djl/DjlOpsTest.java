package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single operations of the training back end. */
class DjlOpsTest {

  private static final Closeness TO_REFERENCE = new Closeness(2e-5, 5e-5);

  /** An operation without parameters. */
  private enum Operation {
    GELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.GELU, x);
      }
    },
    SIGMOID {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.SIGMOID, x);
      }
    },
    LOCAL_MEANS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 5, 4);
      }
    },
    LOCAL_MEANS_OF_SINGLE_PIXELS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 1, 1);
      }
    },
    LOCAL_MEANS_THAT_COVER_THE_MAP {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 13, 6);
      }
    },
    MULTIPLY_AROUND {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.localMeans(x, 5, 2));
      }
    },
    MULTIPLY_AROUND_BY_ONE_PER_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.globalAveragePool(x));
      }
    },
    COARSE_LOCAL_MEANS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.coarseLocalMeans(x, new CoarseWindow(6, 2), new CoarseWindow(5, 2));
      }
    },
    PAD_WITH_ZEROS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 8, Padding.ZERO);
      }
    },
    PAD_WITH_ITS_REFLECTION {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 4, Padding.REFLECT);
      }
    },
    CROP {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.cropLike(x, ops.maxPool(x));
      }
    },
    LEAKY_RELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.activate(Activation.leakyRelu(0.2), x);
      }
    },
    AFFINE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.affine(x, Affine.of(-0.3, 0.7));
      }
    },
    AFFINE_BY_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.affine(
            x,
            new Affine(
                Collections.nCopies(8, 3.0), List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)));
      }
    },
    DECIMATE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.strideSample(x, 3);
      }
    };

    abstract <T> T of(Ops<T> ops, T x);
  }

  @ParameterizedTest
  @EnumSource
  void operationsAgreeWithTheReferenceAtSeveralSizes(Operation operation) {
    for (int[] size : new int[][] {{1, 4, 6}, {2, 7, 5}, {3, 13, 3}}) {
      float[] values = RandomWeights.values(size[0] * 8 * size[1] * size[2], 7);
      ReferenceTensor expected =
          operation.of(
              new ReferenceOps(new Weights(Map.of())),
              ReferenceTensor.of(size[0], 8, size[1], size[2], values));
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray x = manager.create(values, new Shape(size[0], 8, size[1], size[2]));
        NDArray actual = operation.of(new DjlOps(Map.of()), x);
        assertThat(actual.getShape())
            .isEqualTo(
                new Shape(
                    expected.batch(), expected.channels(), expected.height(), expected.width()));
        TO_REFERENCE.check(operation.name(), actual.toFloatArray(), expected.toFloats());
      }
    }
  }

  @Test
  void refusesToReflectMoreThanThereIs() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 8, 3));
      DjlOps ops = new DjlOps(Map.of());
      assertThatThrownBy(() -> ops.padToMultiple(x, 8, Padding.REFLECT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5 rows or columns");
    }
  }

  @Test
  void namesAParameterThatIsAbsent() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray image = manager.zeros(new Shape(1, 3, 4, 4));
      assertThatThrownBy(() -> new DjlOps(Map.of()).conv("intro", Conv.same(3, 4, 3), image))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("intro.weight");
    }
  }
}
