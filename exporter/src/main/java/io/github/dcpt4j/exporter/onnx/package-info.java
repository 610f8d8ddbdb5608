/**
 * ONNX graphs: building them with checked operators, rewriting them, and their file form.
 *
 * <p>{@link io.github.dcpt4j.exporter.onnx.OnnxOps} turns a network into a {@link
 * io.github.dcpt4j.exporter.onnx.Graph} by way of a {@link
 * io.github.dcpt4j.exporter.onnx.GraphBuilder}; {@link io.github.dcpt4j.exporter.onnx.Rewrite}s
 * improve it; {@link io.github.dcpt4j.exporter.onnx.OnnxFile} writes it.
 */
package io.github.dcpt4j.exporter.onnx;
