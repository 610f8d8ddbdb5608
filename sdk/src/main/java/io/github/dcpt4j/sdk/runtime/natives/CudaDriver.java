package io.github.dcpt4j.sdk.runtime.natives;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * NVIDIA's driver. Trying CUDA where there is none costs seconds, asking for it nothing. That it is
 * there does not prove that it works.
 */
public final class CudaDriver {
  private static final String LINUX_LIBRARY = "libcuda.so.1";
  private static final String WINDOWS_LIBRARY = "nvcuda.dll";

  private final Linker linker;

  /**
   * Takes what the driver is sought with.
   *
   * @param linker loads libraries; not used on Windows
   */
  public CudaDriver(Linker linker) {
    this.linker = linker;
  }

  /** Returns the driver that the system holds. */
  public static CudaDriver ofProcess() {
    // Searches as the system does, which System.load and loadLibrary cannot.
    return new CudaDriver(Loader::loadGlobal);
  }

  /** Looks for the driver. */
  public CudaLibrary find() {
    return isWindows()
        ? new CudaLibrary(WINDOWS_LIBRARY, true, inSystemFolder())
        : new CudaLibrary(LINUX_LIBRARY, true, loaded());
  }

  private Optional<String> loaded() {
    // The file is called after the driver's version, not after the name it is found by.
    return linker.loads(LINUX_LIBRARY)
        ? Optional.of(LoadedFiles.startingWith("libcuda.so.").orElse("the system's folders"))
        : Optional.empty();
  }

  private static Optional<String> inSystemFolder() {
    return Optional.ofNullable(System.getenv("SystemRoot"))
        .map(root -> Path.of(root, "System32", WINDOWS_LIBRARY))
        .filter(Files::exists)
        .map(Path::toString);
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
