/**
 * What is looked at in a model file before ONNX Runtime sees it. {@link
 * io.github.dcpt4j.sdk.runtime.guard.OnnxWalk} walks the protobuf message without building it,
 * {@link io.github.dcpt4j.sdk.runtime.guard.ExternalWeights} refuses weights that lie outside of
 * the model's folder.
 */
package io.github.dcpt4j.sdk.runtime.guard;
