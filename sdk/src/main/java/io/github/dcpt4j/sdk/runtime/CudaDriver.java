package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.dcpt4j.sdk.error.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;

/**
 * The quick signs that CUDA cannot work. Trying it where there is no driver costs seconds; their
 * absence does not prove that it works.
 */
final class CudaDriver {
  private static final String LINUX_LIBRARY = "libcuda.so.1";
  private static final String WINDOWS_LIBRARY = "nvcuda.dll";

  private CudaDriver() {}

  /**
   * Checks the flavour of ONNX Runtime and the presence of NVIDIA's driver.
   *
   * @throws DeviceException if CUDA cannot work
   */
  static void require() {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new DeviceException(
          "This ONNX Runtime is built without CUDA: put onnxruntime_gpu on the class path in place"
              + " of onnxruntime.");
    }
    String library = isWindows() ? WINDOWS_LIBRARY : LINUX_LIBRARY;
    if (isWindows() ? !isInSystemFolder(library) : !isLoadable(library)) {
      throw new DeviceException(
          "There is no NVIDIA driver (" + library + " is not found): install it to use CUDA.");
    }
  }

  private static boolean isLoadable(String library) {
    try {
      // Searches as the system does, which System.load and loadLibrary cannot.
      Loader.loadGlobal(library);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static boolean isInSystemFolder(String library) {
    String root = System.getenv("SystemRoot");
    return root != null && Files.exists(Path.of(root, "System32", library));
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
