/**
 * PromptIR (Potlapalli et al., PromptIR: Prompting for All-in-One Blind Image Restoration, NeurIPS
 * 2023).
 *
 * <p>The record is the configuration and its JSON form, and computes the network on any back end.
 * The architecture recognises checkpoints and lists presets and small samples.
 */
package io.github.dcpt4j.exporter.network.promptir;
