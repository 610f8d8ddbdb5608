package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Scale;

/**
 * Baseline's block: GELU, and a channel attention of two layers with a sigmoid.
 *
 * @param width channels at full resolution
 * @param depthwiseExpansion how many times the channels the depthwise convolution has
 * @param feedForwardExpansion how many times the channels the second half widens to
 * @param pooling what the attention sees
 */
record BaselineBlock(int width, int depthwiseExpansion, int feedForwardExpansion, Pooling pooling)
    implements NafFrame.Block {

  private static final double NORM_EPSILON = 1e-6;

  @Override
  public <T> T apply(Ops<T> ops, String name, int level, T x) {
    int c = width << level;
    int d = depthwiseExpansion * c;
    int f = feedForwardExpansion * c;
    T u = ops.norm(name + "norm1", Norm.layer(c, NORM_EPSILON), x);
    u = ops.conv(name + "conv1", Conv.pointwise(c, d), u);
    u = ops.activate(Activation.GELU, ops.conv(name + "conv2", Conv.depthwise(d), u));
    u = pooling.attend(ops, level, u, means -> attention(ops, name, d, means));
    u = ops.conv(name + "conv3", Conv.pointwise(d, c), u);
    T y = ops.add(x, ops.scale(name + "beta", new Scale(c), u));

    T t = ops.norm(name + "norm2", Norm.layer(c, NORM_EPSILON), y);
    t = ops.activate(Activation.GELU, ops.conv(name + "conv4", Conv.pointwise(c, f), t));
    t = ops.conv(name + "conv5", Conv.pointwise(f, c), t);
    return ops.add(y, ops.scale(name + "gamma", new Scale(c), t));
  }

  private static <T> T attention(Ops<T> ops, String name, int d, T means) {
    T squeezed =
        ops.activate(Activation.RELU, ops.conv(name + "se.1", Conv.pointwise(d, d / 2), means));
    return ops.activate(
        Activation.SIGMOID, ops.conv(name + "se.3", Conv.pointwise(d / 2, d), squeezed));
  }
}
