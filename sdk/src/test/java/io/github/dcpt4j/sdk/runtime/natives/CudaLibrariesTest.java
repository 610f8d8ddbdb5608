package io.github.dcpt4j.sdk.runtime.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.sdk.ChildProcess;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.CudaSurvey;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small libraries in the place of NVIDIA's. */
public class CudaLibrariesTest {
  private static final List<String> IN_ORDER =
      List.of(
          "libcudart.so.12",
          "libnvJitLink.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcurand.so.10",
          "libnvrtc.so.12",
          "libcudnn.so.9");
  private static final Set<String> COMPANIONS =
      Set.of(
          "libnvrtc-builtins.so.12.6",
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9",
          "libcudnn_heuristic.so.9",
          "libcudnn_engines_precompiled.so.9",
          "libcudnn_engines_runtime_compiled.so.9");
  private static final Function<String, URL> NO_RESOURCES = name -> null;

  @TempDir private Path folder;
  private Path caches;
  private final FakeSystem system = new FakeSystem();

  @BeforeEach
  void nameTheCaches() {
    caches = folder.resolve("caches");
  }

  /** A linker that knows some names, and whatever file it is given. */
  private static final class FakeSystem implements Linker {
    private final Set<String> names = new HashSet<>();
    private final List<Path> files = new ArrayList<>();

    @Override
    public void load(String library) {
      Path file = Path.of(library);
      if (file.isAbsolute() && Files.exists(file)) {
        files.add(file);
      } else if (!names.contains(library)) {
        throw new UnsatisfiedLinkError(library + ": cannot open shared object file");
      }
    }
  }

  @Test
  void thoseOfTheSystemAreTakenWhereTheyAreAll() throws IOException {
    system.names.addAll(IN_ORDER);

    new CudaLibraries(system, jar(everything()), caches).load();

    assertThat(caches).doesNotExist();
  }

  @Test
  void thoseOfTheClassPathAreUnpackedIntoOneFolderAndLoadedInOrder() throws IOException {
    new CudaLibraries(system, jar(everything()), caches).load();

    assertThat(system.files).extracting(CudaLibrariesTest::name).isEqualTo(IN_ORDER);
    Path unpacked = system.files.get(0).getParent();
    assertThat(unpacked.getParent()).isEqualTo(caches);
    assertThat(filesOf(unpacked)).isEqualTo(everything());
    assertThat(unpacked.resolve("libcudnn_ops.so.9"))
        .hasBinaryContent(SharedObject.named("libcudnn_ops.so.9"));
  }

  @Test
  void whatIsUnpackedStaysAsItIs() throws IOException {
    Function<String, URL> jar = jar(everything());
    new CudaLibraries(system, jar, caches).load();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(system.files.get(0), longAgo);

    new CudaLibraries(system, jar, caches).load();

    assertThat(Files.getLastModifiedTime(system.files.get(0))).isEqualTo(longAgo);
    assertThat(system.files).hasSize(2 * IN_ORDER.size());
  }

  @Test
  void onlyWhatTheSystemLacksComesFromTheClassPath() throws IOException {
    system.names.addAll(IN_ORDER);
    system.names.remove("libcudnn.so.9");

    new CudaLibraries(system, jar(everything()), caches).load();

    assertThat(system.files).extracting(CudaLibrariesTest::name).containsExactly("libcudnn.so.9");
    assertThat(filesOf(system.files.get(0).getParent()))
        .allMatch(name -> name.startsWith("libcudnn"))
        .hasSize(8);
  }

  @Test
  void allThatIsMissingIsNamedAndNothingIsUnpacked() throws IOException {
    system.names.add("libcudart.so.12");
    Set<String> incomplete = everything();
    incomplete.removeAll(Set.of("libcurand.so.10", "libcudnn.so.9", "libcudart.so.12"));
    CudaLibraries libraries = new CudaLibraries(system, jar(incomplete), caches);

    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(libraries::load)
        .withMessage(
            "CUDA's libraries are incomplete (not found: libcurand.so.10, libcudnn.so.9):"
                + " install CUDA 12 and cuDNN 9, or put"
                + " org.bytedeco:cuda:12.6-9.5-1.5.11:linux-x86_64-redist on the class path.");
    assertThat(caches).doesNotExist();
  }

  @Test
  void whatIsLookedForLaterMayBeMissing() throws IOException {
    Set<String> incomplete = everything();
    incomplete.remove("libcudnn_adv.so.9");

    new CudaLibraries(system, jar(incomplete), caches).load();

    assertThat(filesOf(system.files.get(0).getParent())).isEqualTo(incomplete);
  }

  @Test
  void thoseThatOnlySingleOperationsWantMayBeMissing() {
    system.names.addAll(IN_ORDER);
    system.names.removeAll(Set.of("libnvrtc.so.12", "libnvJitLink.so.12"));
    CudaLibraries libraries = new CudaLibraries(system, NO_RESOURCES, caches);

    libraries.load();

    assertThat(libraries.find())
        .filteredOn(library -> library.place().isEmpty())
        .extracting(CudaLibrary::file, CudaLibrary::required)
        .containsExactly(tuple("libnvJitLink.so.12", false), tuple("libnvrtc.so.12", false));
  }

  @Test
  void aFolderOfCachesThatCannotBeWrittenToIsNamed() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    CudaLibraries libraries = new CudaLibraries(system, jar(everything()), noFolder);

    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(libraries::load)
        .withMessageContaining(noFolder.toString())
        .withMessageContaining("-Ddcpt4j.cache=DIR");
  }

  @Test
  void looksWithoutUnpacking() throws IOException {
    system.names.add("libcudart.so.12");

    List<CudaLibrary> found =
        new CudaLibraries(system, jar(Set.of("libcudnn.so.9")), caches).find();

    assertThat(found).extracting(CudaLibrary::file).isEqualTo(IN_ORDER);
    assertThat(found.get(0).place()).isPresent();
    assertThat(found.get(1).place()).isEmpty();
    assertThat(found.get(7).place()).get().asString().endsWith("redist.jar");
    assertThat(caches).doesNotExist();
  }

  @Test
  void onceUnpackedTheyAreFoundByTheirNames() throws Exception {
    assumeTrue(CudaLibraries.areKnown(), "libraries of Linux on x86-64");
    assumeTrue(noneIsInstalled(), "CUDA is installed here");
    jar(everything());

    String output =
        ChildProcess.run(
            Map.of(),
            List.of("-Ddcpt4j.cache=" + caches),
            Loading.class,
            folder.resolve("redist.jar").toString());

    assertThat(linesOf(output))
        .hasSize(IN_ORDER.size())
        .allMatch(place -> place.startsWith(caches.resolve("cuda-").toString()));
  }

  @Test
  void installedOnesAndTheDriverAreFoundWhereTheSystemLooks() throws Exception {
    assumeTrue(CudaLibraries.areKnown(), "libraries of Linux on x86-64");
    assumeTrue(noneIsInstalled(), "CUDA is installed here");
    Path installed = Files.createDirectory(folder.resolve("installed"));
    Files.write(installed.resolve("libcudart.so.12.4.127"), SharedObject.named("libcudart.so.12"));
    Files.createSymbolicLink(
        installed.resolve("libcudart.so.12"), Path.of("libcudart.so.12.4.127"));
    Files.write(installed.resolve("libcuda.so.550.54"), SharedObject.named("libcuda.so.1"));
    Files.createSymbolicLink(installed.resolve("libcuda.so.1"), Path.of("libcuda.so.550.54"));

    String output =
        ChildProcess.run(
            Map.of("LD_LIBRARY_PATH", installed.toString()), List.of(), Surveying.class);

    assertThat(linesOf(output))
        .containsExactly(
            "libcuda.so.1 " + installed.resolve("libcuda.so.550.54"),
            "libcudart.so.12 " + installed.resolve("libcudart.so.12.4.127"));
  }

  /** Loads the libraries of a jar and tells where each is found then. */
  static final class Loading {
    private Loading() {}

    public static void main(String[] args) throws IOException {
      CudaLibraries libraries =
          new CudaLibraries(
              Loader::loadGlobal, resourcesOf(Path.of(args[0])), UnpackedLibraries.caches());
      libraries.load();
      libraries.find().forEach(library -> System.out.println(library.place().orElse("nowhere")));
    }
  }

  /** Tells what this process finds. */
  static final class Surveying {
    private Surveying() {}

    public static void main(String[] args) {
      CudaSurvey survey = CudaSurvey.ofProcess();
      Stream.concat(Stream.of(survey.driver()), survey.libraries().stream())
          .filter(library -> library.place().isPresent())
          .map(library -> library.file() + " " + library.place().orElseThrow())
          .forEach(System.out::println);
    }
  }

  /** Without the words of the logger that the process lacks, and of Java about its environment. */
  private static List<String> linesOf(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith("SLF4J") && !line.startsWith("Picked up "))
        .toList();
  }

  private static boolean noneIsInstalled() {
    return Stream.concat(
            CudaLibraries.ofProcess().find().stream(), Stream.of(CudaDriver.ofProcess().find()))
        .map(CudaLibrary::place)
        .allMatch(Optional::isEmpty);
  }

  private static Set<String> everything() {
    Set<String> all = new HashSet<>(IN_ORDER);
    all.addAll(COMPANIONS);
    return all;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Set<String> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new HashSet<>(files.map(CudaLibrariesTest::name).toList());
    }
  }

  /** Writes a jar with the layout of the Maven artifact. */
  private Function<String, URL> jar(Set<String> files) throws IOException {
    Path jar = folder.resolve("redist.jar");
    try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String file : files) {
        content.putNextEntry(new JarEntry("org/bytedeco/cuda/linux-x86_64/" + file));
        content.write(SharedObject.named(file));
        content.closeEntry();
      }
    }
    return resourcesOf(jar);
  }

  private static Function<String, URL> resourcesOf(Path jar) throws IOException {
    String entries = "jar:" + jar.toUri() + "!";
    Set<String> names = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream().forEach(entry -> names.add("/" + entry.getName()));
    }
    Map<String, URL> resources = new HashMap<>();
    for (String name : names) {
      resources.put(name, new URL(entries + name));
    }
    return resources::get;
  }
}
