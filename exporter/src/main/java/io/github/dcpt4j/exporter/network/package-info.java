/**
 * Restoration networks and the degradation classifier as definitions: each is written once, generic
 * in the tensor type, against the vocabulary of {@link io.github.dcpt4j.exporter.network.Ops}.
 */
package io.github.dcpt4j.exporter.network;
