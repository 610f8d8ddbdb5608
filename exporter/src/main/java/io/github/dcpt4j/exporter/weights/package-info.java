/**
 * Tensors and where they come from.
 *
 * <p>{@link io.github.dcpt4j.exporter.weights.Parameter} is a tensor as a network declares it:
 * name, shape, initial distribution. {@link io.github.dcpt4j.exporter.weights.Tensor} holds values,
 * {@link io.github.dcpt4j.exporter.weights.Weights} tensors by name. {@link
 * io.github.dcpt4j.exporter.weights.StoredType} and {@link
 * io.github.dcpt4j.exporter.weights.TensorLimits} are what the file formats have in common. This
 * package depends on no other one of the exporter.
 */
package io.github.dcpt4j.exporter.weights;
