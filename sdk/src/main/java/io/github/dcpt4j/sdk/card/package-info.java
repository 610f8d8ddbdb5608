/**
 * The model card: what a model file says about itself. {@link io.github.dcpt4j.sdk.card.ModelCard}
 * names the network, its heads and labels, the sizes that it takes, how pictures may be tiled, the
 * largest difference from the reference computation that the export measured, and where the weights
 * come from. It is the contract between exporter and SDK and travels as JSON in the metadata of the
 * ONNX file.
 */
package io.github.dcpt4j.sdk.card;
