/**
 * What a network is to the rest of the project.
 *
 * <p>A {@link io.github.dcpt4j.exporter.network.RestorationNetwork} is a record of its
 * configuration and runs on any back end of {@code ops}. Each network has a package of its own
 * below this one, with its record, its blocks and its {@link
 * io.github.dcpt4j.exporter.network.Architecture}, by which {@code architecture.Architectures}
 * lists it. {@link io.github.dcpt4j.exporter.network.ModelDefinition} joins a network with the
 * {@link io.github.dcpt4j.exporter.network.DegradationClassifier}.
 */
package io.github.dcpt4j.exporter.network;
