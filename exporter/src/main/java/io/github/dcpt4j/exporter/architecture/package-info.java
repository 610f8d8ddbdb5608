/**
 * The registry of networks, and what follows from it.
 *
 * <p>{@link io.github.dcpt4j.exporter.architecture.Architectures} lists all networks, one line
 * each. {@link io.github.dcpt4j.exporter.architecture.NetworkRecognition} tries a checkpoint's
 * tensors on them; {@link io.github.dcpt4j.exporter.architecture.NetworkDescription} is the JSON
 * form of a network, complete or not, read by {@link
 * io.github.dcpt4j.exporter.architecture.StrictJson}.
 */
package io.github.dcpt4j.exporter.architecture;
