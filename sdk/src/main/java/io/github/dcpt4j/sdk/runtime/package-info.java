/** Devices and ONNX Runtime sessions. Knows tensors, not pictures or model cards. */
package io.github.dcpt4j.sdk.runtime;
