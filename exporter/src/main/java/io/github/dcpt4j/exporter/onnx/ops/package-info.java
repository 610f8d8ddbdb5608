/**
 * The back end that writes networks as ONNX graphs.
 *
 * <p>{@link io.github.dcpt4j.exporter.onnx.ops.OnnxOps} implements the operations of a network by
 * nodes of a graph. An operation of more than a few nodes has a class of its own, named after it.
 * {@code Scope} names nodes, {@code Shapes} computes sizes while the graph runs, {@code Layouts}
 * remembers which feature maps exist with their channels last.
 */
package io.github.dcpt4j.exporter.onnx.ops;
