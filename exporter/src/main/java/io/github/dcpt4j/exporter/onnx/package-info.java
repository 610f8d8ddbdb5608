/**
 * ONNX graphs as values, and their file format.
 *
 * <p>A {@link io.github.dcpt4j.exporter.onnx.Graph} is a list of nodes whose operators, inputs and
 * attributes are checked when it is made; a {@link io.github.dcpt4j.exporter.onnx.GraphBuilder}
 * collects them. {@link io.github.dcpt4j.exporter.onnx.OnnxFile} writes a graph with its metadata.
 * Networks are turned into graphs in {@code onnx.ops}, and graphs into better ones in {@code
 * onnx.rewrite}.
 */
package io.github.dcpt4j.exporter.onnx;
