/**
 * AirNet (Li et al., All-in-One Image Restoration for Unknown Corruption, CVPR 2022).
 *
 * <p>The record is the configuration and its JSON form, and computes the network on any back end.
 * The architecture recognises checkpoints and lists presets and small samples.
 */
package io.github.dcpt4j.exporter.network.airnet;
