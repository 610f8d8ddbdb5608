/**
 * Rewrites: graph to graph, computing the same in a better form.
 *
 * <p>The exporter applies them in a fixed order. Some change nothing but the cost ({@code
 * FoldChannelScale}, {@code DropUnused}); others change the type of numbers ({@code HalfPrecision},
 * {@code EightBitConvolutions}), and their effect is measured before a model is released.
 */
package io.github.dcpt4j.exporter.onnx.rewrite;
