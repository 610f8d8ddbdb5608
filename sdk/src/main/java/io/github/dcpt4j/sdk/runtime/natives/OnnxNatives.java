package io.github.dcpt4j.sdk.runtime.natives;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's native libraries, unpacked once for all processes. Left to itself ONNX Runtime
 * unpacks them into the temporary folder at every start, and leaves a folder behind each time.
 *
 * <p>They go to a folder {@code onnxruntime-...} in the folder named by the system property {@value
 * UnpackedLibraries#CACHE}, by default the system's place for caches. Where that cannot be written
 * to they go to the temporary folder and are removed when the process ends. The system property
 * {@value #NATIVE_PATH}, which ONNX Runtime reads, is set accordingly; where the application has
 * set it, nothing is unpacked.
 */
public final class OnnxNatives {
  /** Tells ONNX Runtime where its libraries lie. */
  static final String NATIVE_PATH = "onnxruntime.native.path";

  private static final Logger LOG = LoggerFactory.getLogger(OnnxNatives.class);
  private static final String CORE = "onnxruntime";
  private static final String SHARED = "onnxruntime_providers_shared";
  private static final List<String> ALWAYS = List.of(CORE, "onnxruntime4j_jni", SHARED);
  private static final String CUDA = "onnxruntime_providers_cuda";

  private final UnpackedLibraries libraries;

  private OnnxNatives(UnpackedLibraries libraries) {
    this.libraries = libraries;
  }

  /**
   * Unpacks what the CPU needs and tells ONNX Runtime of it. Must be called before ONNX Runtime is
   * used.
   *
   * @return the libraries; absent where the application or ONNX Runtime itself takes care of them
   */
  public static Optional<OnnxNatives> provide() {
    if (System.getProperty(NATIVE_PATH) != null || resource(CORE) == null) {
      return Optional.empty();
    }
    try {
      OnnxNatives natives = unpacked();
      System.setProperty(NATIVE_PATH, natives.libraries.folder().toString());
      claimUnpacked(SHARED);
      return Optional.of(natives);
    } catch (IOException e) {
      LOG.warn("ONNX Runtime's libraries cannot be unpacked ahead of it", e);
      return Optional.empty();
    }
  }

  /** Unpacks what CUDA needs in addition. */
  public void provideCuda() throws IOException {
    unpack(CUDA);
    claimUnpacked(CUDA);
  }

  /**
   * ONNX Runtime unpacks its providers into the temporary folder even where it is told where its
   * libraries lie, and then does not look for them there. There is no setting that spares this:
   * only a list of those that it has unpacked already, which this version keeps to itself.
   */
  @SuppressWarnings("unchecked")
  private static void claimUnpacked(String provider) {
    try {
      Field unpacked =
          Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("extractedSharedProviders");
      unpacked.setAccessible(true);
      ((Set<String>) unpacked.get(null)).add(provider);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("ONNX Runtime will leave a folder in the temporary folder", e);
    }
  }

  private static OnnxNatives unpacked() throws IOException {
    try {
      Path caches = UnpackedLibraries.caches();
      return withAlways(new OnnxNatives(UnpackedLibraries.cached(caches, CORE, resource(CORE))));
    } catch (IOException e) {
      LOG.debug("No cache for native libraries", e);
      return withAlways(new OnnxNatives(new UnpackedLibraries(temporary())));
    }
  }

  private static OnnxNatives withAlways(OnnxNatives natives) throws IOException {
    for (String library : ALWAYS) {
      natives.unpack(library);
    }
    return natives;
  }

  /** A folder that goes when the process ends. */
  private static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("dcpt4j-natives");
    // What is registered first is deleted last: the folder once it is empty.
    folder.toFile().deleteOnExit();
    for (String library : ALWAYS) {
      folder.resolve(System.mapLibraryName(library)).toFile().deleteOnExit();
    }
    folder.resolve(System.mapLibraryName(CUDA)).toFile().deleteOnExit();
    return folder;
  }

  private void unpack(String library) throws IOException {
    URL resource = resource(library);
    if (resource != null) {
      libraries.unpack(resource, System.mapLibraryName(library));
    }
  }

  private static URL resource(String library) {
    return OrtEnvironment.class.getResource(
        "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library));
  }

  /** The platform in ONNX Runtime's words. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String shortSystem =
        system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux";
    return shortSystem + "-" + (processor.matches("amd64|x86_64") ? "x64" : processor);
  }
}
