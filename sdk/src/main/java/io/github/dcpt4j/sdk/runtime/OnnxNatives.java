package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtEnvironment;
import io.github.dcpt4j.sdk.file.PartFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ONNX Runtime's native libraries, unpacked once for all processes. Left to itself ONNX Runtime
 * unpacks them into the temporary folder at every start, and leaves a folder behind each time.
 *
 * <p>They go to a folder {@code onnxruntime-...} in the folder named by the system property {@value
 * #CACHE}, by default the system's place for caches. Where that cannot be written to they go to the
 * temporary folder and are removed when the process ends. The system property {@value
 * #NATIVE_PATH}, which ONNX Runtime reads, is set accordingly; where the application has set it,
 * nothing is unpacked.
 */
final class OnnxNatives {
  /** Names the folder of caches. */
  static final String CACHE = "dcpt4j.cache";

  /** Tells ONNX Runtime where its libraries lie. */
  static final String NATIVE_PATH = "onnxruntime.native.path";

  private static final Logger LOG = LoggerFactory.getLogger(OnnxNatives.class);
  private static final String CORE = "onnxruntime";
  private static final String SHARED = "onnxruntime_providers_shared";
  private static final List<String> ALWAYS = List.of(CORE, "onnxruntime4j_jni", SHARED);
  private static final String CUDA = "onnxruntime_providers_cuda";

  private final Path folder;

  private OnnxNatives(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks what the CPU needs and tells ONNX Runtime of it. Must be called before ONNX Runtime is
   * used.
   *
   * @return the libraries; absent where the application or ONNX Runtime itself takes care of them
   */
  static Optional<OnnxNatives> provide() {
    if (System.getProperty(NATIVE_PATH) != null || resource(CORE) == null) {
      return Optional.empty();
    }
    try {
      OnnxNatives natives = unpacked();
      System.setProperty(NATIVE_PATH, natives.folder.toString());
      claimUnpacked(SHARED);
      return Optional.of(natives);
    } catch (IOException e) {
      LOG.warn("ONNX Runtime's libraries cannot be unpacked ahead of it", e);
      return Optional.empty();
    }
  }

  /** Unpacks what CUDA needs in addition. */
  void provideCuda() throws IOException {
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
      Path cached = cache().resolve(CORE + "-" + version());
      Files.createDirectories(cached);
      return withAlways(new OnnxNatives(cached));
    } catch (IOException e) {
      LOG.debug("No cache for native libraries", e);
      return withAlways(new OnnxNatives(temporary()));
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
    if (resource == null) {
      return;
    }
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    Path file = folder.resolve(System.mapLibraryName(library));
    try (InputStream content = connection.getInputStream()) {
      if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
        return;
      }
      // Several processes may do this at once: each file appears when it is complete.
      try (PartFile part = PartFile.beside(file)) {
        Files.copy(content, part.path(), StandardCopyOption.REPLACE_EXISTING);
        part.finish();
      }
    }
  }

  /** Differs between all builds of ONNX Runtime, versions and flavours alike. */
  private static String version() throws IOException {
    URLConnection connection = resource(CORE).openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (JarFile file = jar.getJarFile()) {
        return "%08x".formatted(file.getJarEntry(jar.getEntryName()).getCrc());
      }
    }
    return Long.toString(connection.getContentLengthLong());
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

  private static Path cache() {
    String named = System.getProperty(CACHE);
    if (named != null) {
      return Path.of(named);
    }
    String home = System.getProperty("user.home");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "dcpt4j");
    }
    boolean windows = system.startsWith("windows");
    String base = System.getenv(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    return base == null || base.isEmpty()
        ? Path.of(home, ".cache", "dcpt4j")
        : Path.of(base, "dcpt4j");
  }
}
