package io.github.dcpt4j.exporter.ops;

import java.util.Collections;
import java.util.List;

/** Operations on values and sizes: a row for each, and for what back ends treat specially. */
public enum MapOperation implements Operation {
  ADD(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.add(x, ops.activate(Activation.RELU, x));
    }
  },
  MULTIPLY_BY_PIXEL(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.multiply(x, ops.activate(Activation.RELU, x));
    }
  },
  MULTIPLY_BY_CHANNEL(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.multiply(x, ops.globalAveragePool(x));
    }
  },
  AFFINE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.affine(x, Affine.of(-0.3, 0.7));
    }
  },
  AFFINE_BY_CHANNEL(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.affine(
          x,
          new Affine(Collections.nCopies(8, 3.0), List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)));
    }
  },
  RELU(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.RELU, x);
    }
  },
  LEAKY_RELU(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.leakyRelu(0.2), x);
    }
  },
  GELU(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.GELU, x);
    }
  },
  GELU_OF_A_LINEAR_LAYER(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.GELU, ops.linear("linear", Linear.perPixel(8, 5), x));
    }
  },
  SIGMOID(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.SIGMOID, x);
    }
  },
  TANH(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.activate(Activation.TANH, ops.affine(x, Affine.of(3, 0)));
    }
  },
  SIMPLE_GATE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.simpleGate(x);
    }
  },
  GELU_GATE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.geluGate(x);
    }
  },
  GLOBAL_AVERAGE_POOL(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.globalAveragePool(x);
    }
  },
  LOCAL_MEANS(20) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.localMeans(x, 5, 4);
    }
  },
  LOCAL_MEANS_OF_SINGLE_PIXELS(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.localMeans(x, 1, 1);
    }
  },
  LOCAL_MEANS_THAT_COVER_THE_MAP(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.localMeans(x, 13, 6);
    }
  },
  COARSE_LOCAL_MEANS(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.coarseLocalMeans(x, new CoarseWindow(6, 2), new CoarseWindow(5, 2));
    }
  },
  MULTIPLY_AROUND(10) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.multiplyAround(x, ops.localMeans(x, 5, 2));
    }
  },
  MULTIPLY_AROUND_BY_ONE_PER_CHANNEL(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.multiplyAround(x, ops.globalAveragePool(x));
    }
  },
  CONCAT(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.concat(
          ops.activate(Activation.RELU, x), ops.linear("linear", Linear.perPixel(8, 5), x));
    }
  },
  MAX_POOL(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.maxPool(x);
    }
  },
  STRIDE_SAMPLE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.strideSample(x, 3);
    }
  },
  PIXEL_SHUFFLE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.pixelShuffle(x, 2);
    }
  },
  PIXEL_UNSHUFFLE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.pixelUnshuffle(ops.pixelShuffle(x, 2), 2);
    }
  },
  PIXEL_UNSHUFFLE_OF_SHUFFLED_CHANNELS(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T wide = ops.pixelShuffle(ops.conv("to_three", Conv.pointwise(8, 24), x), 2);
      return ops.pixelUnshuffle(ops.activate(Activation.RELU, ops.concat(wide, wide)), 2);
    }
  },
  RESIZE_LIKE(50) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T shares = ops.softmax(ops.linear("linear", Linear.ofRows(8, 5), ops.globalAveragePool(x)));
      return ops.resizeLike(ops.mixture("prompts", new Prompt(5, 3, 4), shares), x);
    }
  },
  RESIZE_LIKE_A_PIXEL(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.resizeLike(x, ops.globalAveragePool(x));
    }
  },
  PAD_WITH_ZEROS(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.padToMultiple(x, 8, Padding.ZERO);
    }
  },
  PAD_WITH_ITS_REFLECTION(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.padToMultiple(x, 4, Padding.REFLECT);
    }
  },
  CROP(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.cropLike(x, ops.maxPool(x));
    }
  },
  SOFTMAX(47) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.softmax(ops.linear("linear", Linear.ofRows(8, 5), ops.globalAveragePool(x)));
    }
  },
  HALVES(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.halves(x).get(1);
    }
  };

  private final int longestSum;

  MapOperation(int longestSum) {
    this.longestSum = longestSum;
  }

  @Override
  public int longestSum() {
    return longestSum;
  }

  @Override
  public int rank() {
    return this == SOFTMAX ? 2 : 4;
  }
}
