package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Scale;

/**
 * NAFNet's block: simple gates in place of activations, and a channel attention without any.
 *
 * @param width channels at full resolution
 * @param pooling what the attention sees
 */
record NafNetBlock(int width, Pooling pooling) implements NafFrame.Block {

  private static final double NORM_EPSILON = 1e-6;

  @Override
  public <T> T apply(Ops<T> ops, String name, int level, T x) {
    int c = width << level;
    T u = ops.norm(name + "norm1", Norm.layer(c, NORM_EPSILON), x);
    u = ops.conv(name + "conv1", Conv.pointwise(c, 2 * c), u);
    u = ops.simpleGate(ops.conv(name + "conv2", Conv.depthwise(2 * c), u));
    u = pooling.attend(ops, level, u, m -> ops.conv(name + "sca.1", Conv.pointwise(c, c), m));
    u = ops.conv(name + "conv3", Conv.pointwise(c, c), u);
    T y = ops.add(x, ops.scale(name + "beta", new Scale(c), u));

    T t = ops.norm(name + "norm2", Norm.layer(c, NORM_EPSILON), y);
    t = ops.simpleGate(ops.conv(name + "conv4", Conv.pointwise(c, 2 * c), t));
    t = ops.conv(name + "conv5", Conv.pointwise(c, c), t);
    return ops.add(y, ops.scale(name + "gamma", new Scale(c), t));
  }
}
