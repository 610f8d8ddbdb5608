package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dcpt4j.sdk.error.DeviceException;

/** Makes sessions run on another device than the CPU. */
@FunctionalInterface
interface Accelerator {
  /**
   * Adds a device to the options of a session.
   *
   * @throws DeviceException if something that the device needs is missing
   * @throws OrtException if ONNX Runtime finds it unusable
   */
  void addTo(SessionOptions options, Device device) throws OrtException;
}
