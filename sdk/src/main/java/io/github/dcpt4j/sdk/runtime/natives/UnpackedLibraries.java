package io.github.dcpt4j.sdk.runtime.natives;

import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.jar.JarFile;

/** A folder of native libraries that come from the class path. Several processes may share it. */
public final class UnpackedLibraries {
  /** System property that names the folder of caches. */
  static final String CACHE = "dcpt4j.cache";

  private final Path folder;

  /**
   * Takes a folder, which has to exist.
   *
   * @param folder where the libraries go
   */
  UnpackedLibraries(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder for one version of some libraries.
   *
   * @param caches the folder of caches
   * @param name what the libraries are called
   * @param sample one of them: another build of it gets another folder
   * @throws IOException if the folder cannot be made
   */
  static UnpackedLibraries cached(Path caches, String name, URL sample) throws IOException {
    return new UnpackedLibraries(
        Files.createDirectories(caches.resolve(name + "-" + version(sample))));
  }

  Path folder() {
    return folder;
  }

  /**
   * Unpacks a library unless that has been done.
   *
   * @param resource the library
   * @param name the name it gets
   * @return the file
   * @throws IOException if it cannot be read or written
   */
  Path unpack(URL resource, String name) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    Path file = folder.resolve(name);
    try (InputStream content = connection.getInputStream()) {
      if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
        return file;
      }
      // Several processes may do this at once: each file appears when it is complete.
      try (PartFile part = PartFile.beside(file)) {
        Files.copy(content, part.path(), StandardCopyOption.REPLACE_EXISTING);
        part.finish();
      }
    }
    return file;
  }

  /** Returns the folder of caches: the one that {@value #CACHE} names, else the system's place. */
  static Path caches() {
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

  private static String version(URL library) throws IOException {
    URLConnection connection = library.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection jar) {
      try (JarFile file = jar.getJarFile()) {
        return Text.of("%08x", file.getJarEntry(jar.getEntryName()).getCrc());
      }
    }
    return Long.toString(connection.getContentLengthLong());
  }
}
