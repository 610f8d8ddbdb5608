package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.Affine;
import io.github.dcpt4j.exporter.network.ChannelAttention;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.CoarseWindow;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Padding;
import io.github.dcpt4j.exporter.network.Prompt;
import io.github.dcpt4j.exporter.network.WindowAttention;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxOpsTest {

  private static final Weights WEIGHTS =
      new Weights(
          Map.ofEntries(
              Map.entry("conv.weight", Noise.of(1, 6, 8, 3, 3)),
              Map.entry("conv.bias", Noise.of(2, 6)),
              Map.entry("depthwise.weight", Noise.of(3, 8, 1, 3, 3)),
              Map.entry("depthwise.bias", Noise.of(4, 8)),
              Map.entry("norm.weight", Noise.of(5, 8)),
              Map.entry("norm.bias", Noise.of(6, 8)),
              Map.entry("to_one.weight", Noise.of(12, 1, 8, 1, 1)),
              Map.entry("to_one.bias", Noise.of(13, 1)),
              Map.entry("single.weight", Noise.of(14, 1)),
              Map.entry("single.bias", Noise.of(15, 1)),
              Map.entry("none", new Tensor(List.of(1, 8, 1, 1), new float[8])),
              Map.entry("prompts", Noise.of(19, 1, 5, 3, 4, 4)),
              Map.entry("temperature", Noise.of(16, 2, 1, 1)),
              Map.entry("to_three.weight", Noise.of(17, 24, 8, 1, 1)),
              Map.entry("to_three.bias", Noise.of(18, 24)),
              Map.entry("scale", Noise.of(7, 1, 8, 1, 1)),
              Map.entry("batch.weight", Noise.of(16, 8)),
              Map.entry("batch.bias", Noise.of(17, 8)),
              Map.entry("batch.running_mean", Noise.of(18, 8)),
              Map.entry("batch.running_var", positive(Noise.of(19, 8))),
              Map.entry("steering.weight", Noise.of(20, 27, 8, 1, 1)),
              Map.entry("deform.weight", Noise.of(21, 5, 8, 3, 3)),
              Map.entry("transposed.weight", Noise.of(22, 8, 3, 4, 4)),
              Map.entry("transposed.bias", Noise.of(23, 3)),
              Map.entry("queries", Noise.of(24, 1, 7, 8)),
              Map.entry("double.weight", Noise.of(25, 16, 8)),
              Map.entry("double.bias", Noise.of(26, 16)),
              Map.entry("mixing", Noise.of(8, 3)),
              Map.entry("linear.weight", Noise.of(9, 5, 8)),
              Map.entry("linear.bias", Noise.of(10, 5)),
              Map.entry("square.weight", Noise.of(16, 8, 8)),
              Map.entry("square.bias", Noise.of(17, 8)),
              Map.entry("to_qkv.weight", Noise.of(18, 12, 8, 1, 1)),
              Map.entry("to_qkv.bias", Noise.of(19, 12)),
              Map.entry("a.relative_position_bias_table", Noise.of(20, 25, 4))));

  /** One operation on eight channels. */
  private enum Operation {
    CONV {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3), x);
      }
    },
    CONV_WITHOUT_BIAS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3).withoutBias(), x);
      }
    },
    CONV_WITH_STRIDE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.conv("conv", Conv.same(8, 6, 3).withStride(2, 0), x);
      }
    },
    DEPTHWISE_CONV {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.conv("depthwise", Conv.depthwise(8), x);
      }
    },
    CHANNEL_NORM {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.channelNorm("norm", 8, 1e-2, x);
      }
    },
    CHANNEL_NORM_OF_ONE_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.channelNorm("single", 1, 1e-2, ops.conv("to_one", Conv.pointwise(8, 1), x));
      }
    },
    CHANNEL_NORM_WITHOUT_MEAN {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.channelNormWithoutMean("norm", 8, 1e-2, x);
      }
    },
    CHANNEL_NORM_WITHOUT_MEAN_OF_ONE_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T single = ops.conv("to_one", Conv.pointwise(8, 1), x);
        return ops.channelNormWithoutMean("single", 1, 1e-2, single);
      }
    },
    CHANNEL_SCALE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.channelScale("scale", 8, x);
      }
    },
    SOFTMAX_SCALE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.softmaxScale("mixing", 3, 1, x);
      }
    },
    LINEAR {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.linear("linear", 8, 5, ops.spatialMean(x));
      }
    },
    ADD {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.add(x, ops.relu(x));
      }
    },
    MULTIPLY_BY_PIXEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiply(x, ops.relu(x));
      }
    },
    MULTIPLY_BY_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiply(x, ops.spatialMean(x));
      }
    },
    BATCH_NORM {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.batchNorm("batch", 8, 1e-2, x);
      }
    },
    DEFORMABLE_CONV {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
        return ops.deformableConv("deform", 8, 5, x, steering);
      }
    },
    DEFORMABLE_CONV_THAT_LOOKS_FAR_OUTSIDE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T steering = ops.conv("steering", Conv.pointwise(8, 27).withoutBias(), x);
        return ops.deformableConv("deform", 8, 5, x, ops.affine(steering, Affine.of(6, 0)));
      }
    },
    TRANSPOSED_CONV {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.transposedConv("transposed", 8, 3, x);
      }
    },
    PIXEL_LINEAR {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.pixelLinear("linear", 8, 5, true, x);
      }
    },
    ATTENTION_TO_A_COARSER_MAP {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T keysAndValues = ops.maxPool(ops.pixelLinear("double", 8, 16, true, x));
        return ops.attention(8, 4, x, keysAndValues);
      }
    },
    LEARNT_ROWS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.learntRows("queries", 7, 8, x);
      }
    },
    CONCAT {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.concat(ops.relu(x), ops.pixelLinear("linear", 8, 5, true, x));
      }
    },
    AFFINE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.affine(x, Affine.of(-0.3, 0.7));
      }
    },
    TANH {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.tanh(ops.affine(x, Affine.of(3, 0)));
      }
    },
    GATE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.gate(x);
      }
    },
    GELU_GATE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.geluGate(x);
      }
    },
    CHANNEL_ATTENTION_WITH_RELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return attention(ops, Activation.RELU, ops.conv("to_three", Conv.pointwise(8, 24), x));
      }
    },
    CHANNEL_ATTENTION_WITH_SOFTMAX {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return attention(ops, Activation.SOFTMAX, ops.conv("to_three", Conv.pointwise(8, 24), x));
      }
    },
    CHANNEL_ATTENTION_TO_NOTHING {
      @Override
      <T> T of(Ops<T> ops, T x) {
        // Vectors of no length must not be divided by it.
        T none = ops.multiply(x, ops.channelScale("none", 8, x));
        return attention(ops, Activation.SOFTMAX, ops.concat(none, ops.concat(none, x)));
      }
    },
    MIXTURE_OF_PROMPTS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T shares = ops.softmax(ops.linear("linear", 8, 5, ops.spatialMean(x)));
        return ops.mixture("prompts", new Prompt(5, 3, 4), shares);
      }
    },
    RESIZE_LIKE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T shares = ops.softmax(ops.linear("linear", 8, 5, ops.spatialMean(x)));
        return ops.resizeLike(ops.mixture("prompts", new Prompt(5, 3, 4), shares), x);
      }
    },
    RESIZE_LIKE_A_PIXEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.resizeLike(x, ops.spatialMean(x));
      }
    },
    PIXEL_UNSHUFFLE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.pixelUnshuffle(ops.pixelShuffle(x, 2), 2);
      }
    },
    PIXEL_UNSHUFFLE_OF_SHUFFLED_CHANNELS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T wide = ops.pixelShuffle(ops.conv("to_three", Conv.pointwise(8, 24), x), 2);
        return ops.pixelUnshuffle(ops.relu(ops.concat(wide, wide)), 2);
      }
    },
    RELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.relu(x);
      }
    },
    SPATIAL_MEAN {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.spatialMean(x);
      }
    },
    MAX_POOL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.maxPool(x);
      }
    },
    PIXEL_SHUFFLE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.pixelShuffle(x, 2);
      }
    },
    GELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.gelu(x);
      }
    },
    SIGMOID {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.sigmoid(x);
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
        return ops.multiplyAround(x, ops.spatialMean(x));
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
    GELU_OF_A_LINEAR_LAYER {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.gelu(ops.pixelLinear("linear", 8, 5, true, x));
      }
    },
    LEAKY_RELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.leakyRelu(x, 0.2);
      }
    },
    PIXEL_LINEAR_WITHOUT_BIAS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.pixelLinear("linear", 8, 5, false, x);
      }
    },
    SUM_OF_A_NORM_AND_A_LINEAR_LAYER {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T norm = ops.channelNorm("norm", 8, 1e-2, x);
        return ops.add(norm, ops.pixelLinear("square", 8, 8, true, norm));
      }
    },
    WINDOW_ATTENTION {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 2, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 2, 2, 0, false, false), qkv);
      }
    },
    SHIFTED_WINDOW_ATTENTION {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 1, 3, 2, false, false), qkv);
      }
    },
    MASKED_WINDOW_ATTENTION_WITH_BIAS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        T qkv = ops.conv("to_qkv", Conv.pointwise(8, 12), ops.padToMultiple(x, 3, Padding.ZERO));
        return ops.windowAttention("a", new WindowAttention(4, 4, 3, 1, true, true), qkv);
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
        return ops.decimate(x, 3);
      }
    };

    abstract <T> T of(Ops<T> ops, T x);

    private static <T> T attention(Ops<T> ops, Activation activation, T qkv) {
      return ops.channelAttention("temperature", new ChannelAttention(8, 2, activation), qkv);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_in_onnx_runtime_equals_the_reference(Operation operation) throws Exception {
    GraphBuilder builder = new GraphBuilder("one operation");
    Value x = featureMap(builder, "x", 8);
    Value y = operation.of(new OnnxOps(builder, WEIGHTS), x);
    boolean rows = operation == Operation.LINEAR;
    builder.output("y", y, open(rows ? 2 : 4));
    Graph graph = builder.build();

    for (List<Integer> size : List.of(List.of(1, 4, 6), List.of(2, 7, 5), List.of(3, 13, 3))) {
      int n = size.get(0);
      int h = size.get(1);
      int w = size.get(2);
      Tensor input = Noise.of(11, n, 8, h, w);
      Tensor actual = OrtRunner.run(graph, Map.of("x", input)).get("y");

      ReferenceTensor expected =
          operation.of(new ReferenceOps(WEIGHTS), ReferenceTensor.of(n, 8, h, w, input.data()));
      assertThat(actual.shape().subList(0, 2)).containsExactly(n, expected.channels());
      if (!rows) {
        assertThat(actual.shape().subList(2, 4))
            .containsExactly(expected.height(), expected.width());
      }
      Closeness.requireClose(actual.data(), expected.toDoubles());
    }
  }

  private static Tensor positive(Tensor noise) {
    float[] values = noise.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return new Tensor(noise.shape(), values);
  }

  @Test
  void learnt_rows_lie_where_the_reference_has_them_whatever_the_number_of_pixels()
      throws Exception {
    int rows = 48;
    float[] numbers = new float[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    Weights weights = new Weights(Map.of("rows", new Tensor(List.of(1, rows, 1), numbers)));
    GraphBuilder builder = new GraphBuilder("rows");
    Value x = featureMap(builder, "x", 1);
    builder.output("y", new OnnxOps(builder, weights).learntRows("rows", rows, 1, x), open(4));
    Graph graph = builder.build();

    // For 74, 123 and 141 pixels, rounding the quotient decides about a row.
    for (int width : List.of(1, 47, 48, 49, 74, 96, 123, 141, 1000, 9999)) {
      Tensor input = new Tensor(List.of(1, 1, 1, width), new float[width]);
      Tensor actual = OrtRunner.run(graph, Map.of("x", input)).get("y");
      ReferenceTensor expected =
          new ReferenceOps(weights)
              .learntRows("rows", rows, 1, ReferenceTensor.of(1, 1, 1, width, input.data()));
      assertThat(actual.data()).as("of %d pixels", width).isEqualTo(expected.toFloats());
    }
  }

  @Test
  void a_parameter_used_twice_is_stored_once() {
    GraphBuilder builder = new GraphBuilder("shared");
    OnnxOps ops = new OnnxOps(builder, WEIGHTS);
    Value x = featureMap(builder, "x", 8);
    Value twice = ops.channelNorm("norm", 8, 1e-6, ops.channelNorm("norm", 8, 1e-6, x));
    builder.output("y", twice, open(4));

    assertThat(builder.build().constants()).containsOnlyKeys("norm.weight", "norm.bias");
  }

  @Test
  void the_classifier_that_sees_the_image_equals_the_reference() throws Exception {
    DegradationClassifier head = new DegradationClassifier(List.of(4, 6), 1, 3, true);
    Weights weights = withImage();
    GraphBuilder builder = new GraphBuilder("with image");
    List<Value> stages = List.of(featureMap(builder, "fine", 4), featureMap(builder, "coarse", 6));
    Value image = builder.input("image", open("n", 3));
    Value logits = head.logits(new OnnxOps(builder, weights), stages, image);
    builder.output("logits", logits, open(2));
    Tensor fineInput = Noise.of(20, 2, 4, 8, 12);
    Tensor coarseInput = Noise.of(21, 2, 6, 4, 6);
    Tensor imageInput = Noise.of(22, 2, 3, 16, 24);

    Tensor actual =
        OrtRunner.run(
                builder.build(),
                Map.of("fine", fineInput, "coarse", coarseInput, "image", imageInput))
            .get("logits");

    ReferenceTensor expected =
        head.logits(
            new ReferenceOps(weights),
            List.of(
                ReferenceTensor.of(2, 4, 8, 12, fineInput.data()),
                ReferenceTensor.of(2, 6, 4, 6, coarseInput.data())),
            ReferenceTensor.of(2, 3, 16, 24, imageInput.data()));
    assertThat(actual.shape()).containsExactly(2, 3);
    Closeness.requireClose(actual.data(), expected.toDoubles());
  }

  private static Weights withImage() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("mixing_weights", Noise.of(30, 2));
    weights.put("conv_embed.0.weight", Noise.of(31, 4, 3, 7, 7));
    weights.put("conv_embed.0.bias", Noise.of(32, 4));
    weights.put("conv_embed.1.weight", Noise.of(33, 4));
    weights.put("conv_embed.1.bias", Noise.of(34, 4));
    bottleneck(weights, "bottleneck_layers.0.0", 4);
    bottleneck(weights, "bottleneck_layers.1.0", 6);
    bottleneck(weights, "last_stage.0", 6);
    weights.put("downsample_layers.0.0.weight", Noise.of(35, 6, 4, 1, 1));
    weights.put("downsample_layers.1.0.weight", Noise.of(36, 6, 6, 1, 1));
    weights.put("fc.weight", Noise.of(37, 3, 6));
    weights.put("fc.bias", Noise.of(38, 3));
    Map<String, Tensor> scoped = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> scoped.put(DegradationClassifier.SCOPE + name, tensor));
    return new Weights(scoped);
  }

  private static void bottleneck(Map<String, Tensor> weights, String name, int c) {
    weights.put(name + ".conv1.weight", Noise.of(40, 2 * c, c, 1, 1));
    weights.put(name + ".conv2.weight", Noise.of(41, 2 * c, 2 * c, 3, 3));
    weights.put(name + ".conv3.weight", Noise.of(42, c, 2 * c, 1, 1));
    for (int i = 1; i <= 3; i++) {
      int channels = i == 3 ? c : 2 * c;
      weights.put(name + ".conv" + i + ".norm.weight", Noise.of(43 + i, channels));
      weights.put(name + ".conv" + i + ".norm.bias", Noise.of(46 + i, channels));
    }
  }

  private static Value featureMap(GraphBuilder builder, String name, int channels) {
    return builder.input(name, open(name, channels));
  }

  private static Dimension[] open(String name, int channels) {
    return new Dimension[] {
      Dimension.of("n"),
      Dimension.of(channels),
      Dimension.of(name + "_height"),
      Dimension.of(name + "_width")
    };
  }

  private static Dimension[] open(int rank) {
    Dimension[] shape = new Dimension[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = Dimension.of("y" + i);
    }
    return shape;
  }
}
