package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.natives.CudaDriver;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibraries;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibrary;
import io.github.dcpt4j.sdk.runtime.natives.OnnxNatives;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.util.Optional;

/**
 * NVIDIA GPUs. ONNX Runtime takes seconds to find that CUDA's libraries are missing, and finds only
 * when it opens a model that there is no driver: both are looked for first, the driver before the
 * libraries, which may have to be unpacked.
 */
final class CudaAccelerator implements Accelerator {
  private final boolean builtIn;
  private final CudaDriver driver;
  private final Optional<CudaLibraries> libraries;
  private final Optional<OnnxNatives> natives;

  /**
   * Takes what CUDA needs.
   *
   * @param builtIn whether this ONNX Runtime is built with CUDA
   * @param driver NVIDIA's driver
   * @param libraries CUDA's libraries; absent where ONNX Runtime is left to find them
   * @param natives ONNX Runtime's own libraries; absent where it is left to unpack them
   */
  CudaAccelerator(
      boolean builtIn,
      CudaDriver driver,
      Optional<CudaLibraries> libraries,
      Optional<OnnxNatives> natives) {
    this.builtIn = builtIn;
    this.driver = driver;
    this.libraries = libraries;
    this.natives = natives;
  }

  @Override
  public void addTo(SessionOptions options, Device device) throws OrtException {
    if (!builtIn) {
      throw new DeviceException(
          "This ONNX Runtime is built without CUDA: put onnxruntime_gpu on the class path in place"
              + " of onnxruntime.");
    }
    CudaLibrary found = driver.find();
    if (found.place().isEmpty()) {
      throw new DeviceException(
          Text.of(
              "There is no NVIDIA driver (%s is not found): install it to use CUDA.",
              found.file()));
    }
    libraries.ifPresent(CudaLibraries::load);
    if (natives.isPresent()) {
      try {
        natives.orElseThrow().provideCuda();
      } catch (IOException e) {
        throw SessionOpener.unusable(device, e);
      }
    }
    options.addCUDA(device.index());
  }
}
