package io.github.dcpt4j.cli;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which file becomes which. Made before any picture is touched, so that a wrong command changes
 * nothing.
 *
 * @param jobs in the order in which the inputs were named; pictures of a folder by name
 * @param folder the folder to make, where the output is a folder
 */
record RestorePlan(List<Job> jobs, Optional<Path> folder) {

  /**
   * One picture.
   *
   * @param input the file to read
   * @param target the file to write
   */
  record Job(Path input, Path target) {}

  /**
   * Works out the jobs.
   *
   * @param inputs files and folders; of a folder the pictures that lie directly in it
   * @param output a file, for one input file; else a folder, which may be missing. A path that ends
   *     in a separator or has no picture's extension is a folder
   * @throws IllegalArgumentException if that cannot be done, or a picture would be overwritten
   * @throws PictureException if a folder cannot be read or holds no picture
   */
  static RestorePlan of(List<Path> inputs, String output) {
    Path target = Path.of(output);
    boolean several = inputs.size() > 1 || Files.isDirectory(inputs.get(0));
    RestorePlan plan =
        isFolder(target, output) ? intoFolder(inputs, target) : intoFile(inputs, target, several);
    plan.requireDistinctTargets();
    plan.requireUntouchedInputs();
    return plan;
  }

  private static boolean isFolder(Path target, String output) {
    if (Files.exists(target)) {
      return Files.isDirectory(target);
    }
    return output.endsWith("/")
        || output.endsWith(target.getFileSystem().getSeparator())
        || PictureFormat.tryOfName(target).isEmpty();
  }

  private static RestorePlan intoFile(List<Path> inputs, Path target, boolean several) {
    if (several) {
      throw new IllegalArgumentException(
          "several pictures do not fit in the file %s: name a folder".formatted(target));
    }
    if (PictureFormat.tryOfName(target).isEmpty()) {
      throw new IllegalArgumentException(
          "%s is a file whose name ends in no picture format: name a .png, .jpg, .webp, .bmp or .tif"
              .formatted(target));
    }
    // A file's folder has to exist: a typing error shall not make folders.
    return new RestorePlan(List.of(new Job(inputs.get(0), target)), Optional.empty());
  }

  private static RestorePlan intoFolder(List<Path> inputs, Path folder) {
    List<Job> jobs = new ArrayList<>();
    for (Path input : inputs) {
      List<Path> files = Files.isDirectory(input) ? pictures(input) : List.of(input);
      files.forEach(file -> jobs.add(new Job(file, folder.resolve(file.getFileName()))));
    }
    return new RestorePlan(jobs, Optional.of(folder));
  }

  /** The pictures that lie directly in a folder, by name; at least one. */
  static List<Path> pictures(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> PictureFormat.tryOfName(file).isPresent())
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new PictureException(folder + " holds no picture: name another folder");
      }
      return files;
    } catch (IOException e) {
      throw new PictureException(folder + " cannot be read: check its permissions", e);
    }
  }

  private void requireDistinctTargets() {
    Map<Path, Path> inputs = new HashMap<>();
    for (Job job : jobs) {
      Path other = inputs.put(job.target(), job.input());
      if (other != null) {
        throw new IllegalArgumentException(
            "%s and %s would both become %s: restore them into different folders"
                .formatted(other, job.input(), job.target()));
      }
    }
  }

  private void requireUntouchedInputs() {
    Set<Path> inputs = new HashSet<>();
    jobs.forEach(job -> inputs.add(real(job.input())));
    for (Job job : jobs) {
      if (inputs.contains(real(job.target()))) {
        throw new IllegalArgumentException(
            "%s is an input and would be overwritten: name another output".formatted(job.target()));
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
