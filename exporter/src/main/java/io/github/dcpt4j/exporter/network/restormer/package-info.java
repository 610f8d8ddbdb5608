/**
 * Restormer (Zamir et al., Restormer: Efficient Transformer for High-Resolution Image Restoration,
 * CVPR 2022).
 *
 * <p>The record is the configuration and its JSON form, and computes the network on any back end.
 * The architecture recognises checkpoints and lists presets and small samples.
 */
package io.github.dcpt4j.exporter.network.restormer;
