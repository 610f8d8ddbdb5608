/**
 * A model's weights on disk.
 *
 * <p>{@link io.github.dcpt4j.exporter.checkpoint.Checkpoint} is a model with its weights and their
 * provenance. {@link io.github.dcpt4j.exporter.checkpoint.WeightsFile} reads the weights of any
 * supported file, whose format its first bytes show. A file that does not name its network is
 * recognised by names and shapes of its tensors; what these do not show is assumed and reported.
 */
package io.github.dcpt4j.exporter.checkpoint;
