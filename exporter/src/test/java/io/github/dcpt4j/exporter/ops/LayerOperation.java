package io.github.dcpt4j.exporter.ops;

/**
 * Operations with parameters, and attention: a row for each, and for what back ends treat
 * specially.
 */
public enum LayerOperation implements Operation {
  CONV(72) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.conv("conv", Conv.same(8, 6, 3), x);
    }
  },
  CONV_WITHOUT_BIAS(72) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.conv("conv", Conv.same(8, 6, 3).withoutBias(), x);
    }
  },
  CONV_WITH_STRIDE(72) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.conv("conv", Conv.same(8, 6, 3).withStride(2, 0), x);
    }
  },
  DEPTHWISE_CONV(9) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.conv("depthwise", Conv.depthwise(8), x);
    }
  },
  TRANSPOSED_CONV(32) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.transposedConv("transposed", new TransposedConv(8, 3), x);
    }
  },
  DEFORMABLE_CONV(72) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
      return ops.deformableConv("deform", new DeformableConv(8, 5), x, steering);
    }
  },
  DEFORMABLE_CONV_THAT_LOOKS_FAR_OUTSIDE(72) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
      return ops.deformableConv(
          "deform", new DeformableConv(8, 5), x, ops.affine(steering, Affine.of(6, 0)));
    }
  },
  LINEAR_PER_PIXEL(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.linear("linear", Linear.perPixel(8, 5), x);
    }
  },
  LINEAR_PER_PIXEL_WITHOUT_BIAS(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.linear("linear", Linear.perPixel(8, 5).withoutBias(), x);
    }
  },
  LINEAR_OF_ROWS(47) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.linear("linear", Linear.ofRows(8, 5), ops.globalAveragePool(x));
    }
  },
  LAYER_NORM(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.norm("norm", Norm.layer(8, 1e-2), x);
    }
  },
  LAYER_NORM_OF_ONE_CHANNEL(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.norm("single", Norm.layer(1, 1e-2), ops.conv("to_one", Conv.pointwise(8, 1), x));
    }
  },
  BIAS_FREE_NORM(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.norm("norm", Norm.biasFree(8, 1e-2), x);
    }
  },
  BIAS_FREE_NORM_OF_ONE_CHANNEL(8) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T single = ops.conv("to_one", Conv.pointwise(8, 1), x);
      return ops.norm("single", Norm.biasFree(1, 1e-2), single);
    }
  },
  BATCH_NORM(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.norm("batch", Norm.batch(8, 1e-2), x);
    }
  },
  SCALE(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.scale("scale", new Scale(8), x);
    }
  },
  SOFTMAX_SCALE(3) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.softmaxScale("mixing", new SoftmaxScale(3, 1), x);
    }
  },
  SUM_OF_A_NORM_AND_A_LINEAR_LAYER(16) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T norm = ops.norm("norm", Norm.layer(8, 1e-2), x);
      return ops.add(norm, ops.linear("square", Linear.perPixel(8, 8), norm));
    }
  },
  TRANSPOSED_ATTENTION_WITH_RELU(47) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return attention(
          ops, TransposedAttention.Activation.RELU, ops.conv("to_three", Conv.pointwise(8, 24), x));
    }
  },
  TRANSPOSED_ATTENTION_WITH_SOFTMAX(47) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return attention(
          ops,
          TransposedAttention.Activation.SOFTMAX,
          ops.conv("to_three", Conv.pointwise(8, 24), x));
    }
  },
  TRANSPOSED_ATTENTION_TO_NOTHING(39) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      // Vectors of no length must not be divided by it.
      T none = ops.affine(x, Affine.of(0, 0));
      return attention(
          ops, TransposedAttention.Activation.SOFTMAX, ops.concat(none, ops.concat(none, x)));
    }
  },
  WINDOW_ATTENTION(12) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 2, Padding.ZERO));
      return ops.windowAttention("a", new WindowAttention(4, 2, 2, 0, false, false), qkv);
    }
  },
  SHIFTED_WINDOW_ATTENTION(17) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
      return ops.windowAttention("a", new WindowAttention(4, 1, 3, 2, false, false), qkv);
    }
  },
  MASKED_WINDOW_ATTENTION_WITH_BIAS(17) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
      return ops.windowAttention("a", new WindowAttention(4, 4, 3, 1, true, true), qkv);
    }
  },
  CROSS_ATTENTION(17) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T keysAndValues = ops.maxPool(ops.linear("double", Linear.perPixel(8, 16), x));
      return ops.crossAttention(new CrossAttention(8, 4), x, keysAndValues);
    }
  },
  MIXTURE_OF_PROMPTS(50) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      T shares = ops.softmax(ops.linear("linear", Linear.ofRows(8, 5), ops.globalAveragePool(x)));
      return ops.mixture("prompts", new Prompt(5, 3, 4), shares);
    }
  },
  LEARNT_ROWS(1) {
    @Override
    public <T> T of(Ops<T> ops, T x) {
      return ops.learntRows("queries", new LearntRows(7, 8), x);
    }
  };

  private final int longestSum;

  LayerOperation(int longestSum) {
    this.longestSum = longestSum;
  }

  @Override
  public int longestSum() {
    return longestSum;
  }

  @Override
  public int rank() {
    return this == LINEAR_OF_ROWS ? 2 : 4;
  }

  private static <T> T attention(Ops<T> ops, TransposedAttention.Activation activation, T qkv) {
    return ops.transposedAttention("temperature", new TransposedAttention(8, 2, activation), qkv);
  }
}
