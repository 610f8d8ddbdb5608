/**
 * Rewrites a graph into a form that ONNX Runtime's CPU provider can compute in its blocked layout.
 *
 * <p>The provider computes convolutions on tensors whose channels lie in blocks of 8 or 16, NCHWc.
 * Additions, products, poolings and a few activations stay in that layout as well; everything else
 * costs a reordering of the whole tensor before and after it, which takes as long as a convolution.
 * {@link io.github.dcpt4j.exporter.onnx.blocked.BlockedLayout} applies the rewrites in their order:
 *
 * <ul>
 *   <li>{@link io.github.dcpt4j.exporter.onnx.blocked.SplitConvolutions}: two convolutions of half
 *       the channels instead of one and a split;
 *   <li>{@link io.github.dcpt4j.exporter.onnx.blocked.NormsAsConvolutions}: layer norms out of
 *       products and pointwise convolutions, on a residual stream that is rotated so that the mean
 *       over the channels is one channel;
 *   <li>{@link io.github.dcpt4j.exporter.onnx.blocked.ShuffleChannelsLast}: pixel-shuffle by a
 *       transposition that the provider merges with its reordering;
 *   <li>{@link io.github.dcpt4j.exporter.onnx.blocked.FeatureSizes}: declared shapes of
 *       intermediate values, without which the provider cannot prove that two of them are equal.
 * </ul>
 */
package io.github.dcpt4j.exporter.onnx.blocked;
