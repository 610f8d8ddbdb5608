package io.github.dcpt4j.sdk.runtime;

import io.github.dcpt4j.sdk.runtime.natives.CudaDriver;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibraries;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibrary;
import java.util.List;

/**
 * What this process finds of that which running on an NVIDIA GPU takes. All of it being there does
 * not prove that CUDA works: {@link DeviceTrial} does.
 *
 * <p>No GPU was at hand when this was written: that libraries are found has been tested with others
 * in their place.
 *
 * @param builtIn whether ONNX Runtime is built with CUDA ({@code onnxruntime_gpu})
 * @param driver NVIDIA's driver
 * @param libraries CUDA 12 and cuDNN 9 in the order in which they are loaded; empty on systems
 *     where ONNX Runtime is left to find them
 */
public record CudaSurvey(boolean builtIn, CudaLibrary driver, List<CudaLibrary> libraries) {
  /** Copies the list. */
  public CudaSurvey {
    libraries = List.copyOf(libraries);
  }

  /** Looks around. Libraries that can be loaded are loaded, nothing is unpacked. */
  public static CudaSurvey ofProcess() {
    return new CudaSurvey(
        SessionOpener.isBuiltWithCuda(),
        CudaDriver.ofProcess().find(),
        CudaLibraries.areKnown() ? CudaLibraries.ofProcess().find() : List.of());
  }
}
