package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.cli.shared.FilePattern;
import io.github.dcpt4j.cli.shared.PictureSearch;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which file becomes which. Made before any picture is touched, so that a wrong command changes
 * nothing.
 *
 * @param jobs in the order in which the inputs were named; pictures of a folder by name
 * @param folder the folder to make, where the output is a folder
 * @param unreadable folders that could not be searched
 */
record RestorePlan(
    List<Job> jobs, Optional<Path> folder, List<PictureSearch.Unreadable> unreadable) {

  /**
   * One picture.
   *
   * @param input the file to read
   * @param target the file to write
   */
  record Job(Path input, Path target) {

    /**
     * Says whether the target is there and not older than the input. As targets appear whole or not
     * at all, nothing more is to do then.
     *
     * @throws PictureException if the files cannot be asked
     */
    boolean isDone() {
      try {
        return Files.exists(target)
            && Files.exists(input)
            && Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(input)) >= 0;
      } catch (IOException e) {
        throw new PictureException(
            Text.of("%s or %s cannot be read: check their permissions", input, target), e);
      }
    }
  }

  /**
   * Works out the jobs.
   *
   * @param inputs files, folders and patterns; of folders all pictures at any depth, which keep
   *     their paths below the output folder
   * @param output a file, for one input file, or {@code -} for standard output; else a folder,
   *     which may be missing. A path that ends in a separator or has no picture's extension is a
   *     folder. If it lies in an input folder, what it holds is no input
   * @param format what all pictures of an output folder become; absent to keep each one's format
   * @throws IllegalArgumentException if that cannot be done, or a picture would be overwritten
   * @throws PictureException if no picture is found
   */
  static RestorePlan of(List<String> inputs, String output, Optional<PictureFormat> format) {
    Path target = Path.of(output);
    if (target.equals(PictureTarget.STANDARD_OUTPUT)) {
      requireOne(inputs, "standard output");
      return new RestorePlan(
          List.of(new Job(Path.of(inputs.get(0)), target)), Optional.empty(), List.of());
    }
    RestorePlan plan =
        isFolder(target, output)
            ? intoFolder(inputs, target, format)
            : intoFile(inputs, target, format);
    plan.requireUntouchedInputs();
    return plan;
  }

  /** The folders that have to be there before targets can be written. */
  Set<Path> folders(List<Job> todo) {
    Set<Path> folders = new LinkedHashSet<>();
    folder.ifPresent(
        root -> {
          folders.add(root);
          todo.forEach(job -> folders.add(job.target().getParent()));
        });
    return folders;
  }

  private static boolean isFolder(Path target, String output) {
    if (Files.exists(target)) {
      return Files.isDirectory(target);
    }
    return output.endsWith("/")
        || output.endsWith(target.getFileSystem().getSeparator())
        || PictureFormat.tryOfName(target).isEmpty();
  }

  private static RestorePlan intoFile(
      List<String> inputs, Path target, Optional<PictureFormat> format) {
    requireOne(inputs, "the file " + target);
    if (PictureFormat.tryOfName(target).isEmpty()) {
      throw new IllegalArgumentException(
          Text.of(
              "%s is a file whose name ends in no picture format: use %s",
              target, PictureFormat.allExtensions()));
    }
    if (format.isPresent()) {
      throw new IllegalArgumentException(
          Text.of("the name %s tells the format: leave --format out, or name a folder", target));
    }
    // A file's folder has to exist: a typing error shall not make folders.
    return new RestorePlan(
        List.of(new Job(Path.of(inputs.get(0)), target)), Optional.empty(), List.of());
  }

  private static void requireOne(List<String> inputs, String target) {
    boolean several =
        inputs.size() > 1
            || FilePattern.of(inputs.get(0)).isPresent()
            || Files.isDirectory(Path.of(inputs.get(0)));
    if (several) {
      throw new IllegalArgumentException(
          Text.of("several pictures do not fit in %s: name a folder", target));
    }
  }

  private static RestorePlan intoFolder(
      List<String> inputs, Path folder, Optional<PictureFormat> format) {
    List<PictureSearch.Unreadable> unreadable = new ArrayList<>();
    PictureSearch files = new PictureSearch(Optional.of(folder), unreadable::add);
    Map<Path, Job> jobs = new LinkedHashMap<>();
    for (String input : inputs) {
      for (PictureSearch.Found found : files.find(input)) {
        Path name = format.map(wanted -> named(found.name(), wanted)).orElse(found.name());
        Job job = new Job(found.file(), folder.resolve(name));
        Job other = jobs.putIfAbsent(job.target(), job);
        // A picture that is named twice is restored once.
        if (other != null && !real(other.input()).equals(real(job.input()))) {
          throw new IllegalArgumentException(
              Text.of(
                  "%s and %s would both become %s: restore them into different folders",
                  other.input(), job.input(), job.target()));
        }
      }
    }
    return new RestorePlan(List.copyOf(jobs.values()), Optional.of(folder), unreadable);
  }

  /** Exchanges the extension, unless it is one of the format's. */
  private static Path named(Path name, PictureFormat format) {
    Optional<PictureFormat> own = PictureFormat.tryOfName(name);
    if (own.equals(Optional.of(format))) {
      return name;
    }
    String last = name.getFileName().toString();
    String stem = own.isPresent() ? last.substring(0, last.lastIndexOf('.')) : last;
    return name.resolveSibling(stem + "." + format.extensions().get(0));
  }

  private void requireUntouchedInputs() {
    Set<Path> inputs = new HashSet<>();
    jobs.forEach(job -> inputs.add(real(job.input())));
    for (Job job : jobs) {
      if (inputs.contains(real(job.target()))) {
        throw new IllegalArgumentException(
            Text.of("%s is an input and would be overwritten: name another output", job.target()));
      }
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      // What does not exist has no other name.
      return file.toAbsolutePath().normalize();
    }
  }
}
