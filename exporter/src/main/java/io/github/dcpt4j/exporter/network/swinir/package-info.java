/**
 * SwinIR (Liang et al., SwinIR: Image Restoration Using Swin Transformer, ICCV Workshops 2021).
 *
 * <p>The record is the configuration and its JSON form, and computes the network on any back end.
 * The architecture recognises checkpoints and lists presets and small samples.
 */
package io.github.dcpt4j.exporter.network.swinir;
