package io.github.dcpt4j.sdk.runtime.natives;

import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libraries of CUDA 12 and cuDNN 9 that ONNX Runtime needs: those of the system, else those of
 * the Maven artifact {@value #ARTIFACT} where it is on the class path. Each is taken from the
 * system where it can be loaded; what is missing is unpacked once, into a folder {@code cuda-...}
 * in the folder of caches, and loaded from there, after which ONNX Runtime finds it by its name.
 *
 * <p>This knows Linux on x86-64 alone. On Windows ONNX Runtime is left to find what is installed.
 */
public final class CudaLibraries {
  /** Maven's name of the artifact: group, artifact, version, classifier. */
  static final String ARTIFACT = "org.bytedeco:cuda:12.6-9.5-1.5.11:linux-x86_64-redist";

  private static final Logger LOG = LoggerFactory.getLogger(CudaLibraries.class);
  private static final String RESOURCES = "/org/bytedeco/cuda/linux-x86_64/";

  // Each may need those before it.
  private static final List<Member> IN_ORDER =
      List.of(
          new Member("libcudart.so.12", true),
          new Member("libnvJitLink.so.12", false),
          new Member("libcublasLt.so.12", true),
          new Member("libcublas.so.12", true),
          new Member("libcufft.so.11", true),
          new Member("libcurand.so.10", true),
          new Member("libnvrtc.so.12", false, "libnvrtc-builtins.so.12.6"),
          new Member(
              "libcudnn.so.9",
              true,
              "libcudnn_graph.so.9",
              "libcudnn_ops.so.9",
              "libcudnn_cnn.so.9",
              "libcudnn_adv.so.9",
              "libcudnn_heuristic.so.9",
              "libcudnn_engines_precompiled.so.9",
              "libcudnn_engines_runtime_compiled.so.9"));

  private final Linker linker;
  private final Function<String, URL> resources;
  private final Path caches;

  /**
   * Takes what the libraries are sought with.
   *
   * @param linker loads them
   * @param resources finds a resource of the class path by its absolute name, or gives null
   * @param caches the folder of caches
   */
  public CudaLibraries(Linker linker, Function<String, URL> resources, Path caches) {
    this.linker = linker;
    this.resources = resources;
    this.caches = caches;
  }

  /**
   * One library.
   *
   * @param file its file
   * @param required whether ONNX Runtime is linked to it; others are wanted by single operations
   * @param companions files that it looks for beside itself when they are needed
   */
  private record Member(String file, boolean required, List<String> companions) {
    Member(String file, boolean required, String... companions) {
      this(file, required, List.of(companions));
    }
  }

  /** Returns those that the system and the class path of this process hold. */
  public static CudaLibraries ofProcess() {
    return new CudaLibraries(
        Loader::loadGlobal, CudaLibraries.class::getResource, UnpackedLibraries.caches());
  }

  /** Tells whether the libraries of this system are known here. */
  public static boolean areKnown() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")
        && System.getProperty("os.arch").matches("amd64|x86_64");
  }

  /** Tells where each library is, in the order in which they are loaded. Unpacks nothing. */
  public List<CudaLibrary> find() {
    return IN_ORDER.stream()
        .map(member -> new CudaLibrary(member.file, member.required, place(member)))
        .toList();
  }

  private Optional<String> place(Member member) {
    if (linker.loads(member.file)) {
      return Optional.of(LoadedFiles.startingWith(member.file).orElse("the system's folders"));
    }
    return Optional.ofNullable(resource(member.file)).map(CudaLibraries::container);
  }

  /** The jar, or where there is none the file. */
  private static String container(URL resource) {
    return resource.toString().replaceFirst("^jar:", "").replaceFirst("!/.*$", "");
  }

  /**
   * Loads all libraries.
   *
   * @throws DeviceException if some that are required are neither on the system nor on the class
   *     path, or cannot be unpacked or loaded
   */
  public void load() {
    List<Member> packed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Member member : IN_ORDER) {
      if (linker.loads(member.file)) {
        continue;
      }
      if (resource(member.file) != null) {
        packed.add(member);
      } else if (member.required) {
        missing.add(member.file);
      }
    }
    if (!missing.isEmpty()) {
      throw new DeviceException(
          Text.of(
              "CUDA's libraries are incomplete (not found: %s): install CUDA 12 and cuDNN 9, or put"
                  + " %s on the class path.",
              String.join(", ", missing), ARTIFACT));
    }
    if (!packed.isEmpty()) {
      loadPacked(packed);
    }
  }

  private void loadPacked(List<Member> packed) {
    try {
      UnpackedLibraries unpacked =
          UnpackedLibraries.cached(caches, "cuda", resource(packed.get(packed.size() - 1).file));
      LOG.info(
          "CUDA's libraries are taken from {}, unpacked where they are not yet", unpacked.folder());
      for (Member member : packed) {
        // One that is missing may never be asked for: the first run tells.
        for (String companion : member.companions) {
          URL resource = resource(companion);
          if (resource != null) {
            unpacked.unpack(resource, companion);
          }
        }
        linker.load(unpacked.unpack(resource(member.file), member.file).toString());
      }
    } catch (IOException e) {
      throw new DeviceException(
          Text.of(
              "CUDA's libraries cannot be unpacked into %s (%s): make room for gigabytes, or name"
                  + " another folder with -D%s=DIR.",
              caches, e, UnpackedLibraries.CACHE),
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new DeviceException(
          Text.of(
              "CUDA's libraries of the class path cannot be loaded (%s): install CUDA 12 and cuDNN 9.",
              e.getMessage()),
          e);
    }
  }

  private URL resource(String file) {
    return resources.apply(RESOURCES + file);
  }
}
