package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The pictures of a run, each file once, however many pairs it belongs to. What fits into the
 * memory budget is decoded at the beginning and stays; of the rest the headers are read, and each
 * is decoded whenever it is used, on the thread that uses it. What is drawn does not depend on it.
 *
 * <p>Files are added by one thread; after that any number may use them.
 */
public final class PictureCache implements AutoCloseable {

  private final MemoryBudget budget;
  private final Map<Path, PictureSize> sizes = new LinkedHashMap<>();
  private final Map<Path, Mat> decoded = new LinkedHashMap<>();

  /** A cache without pictures. */
  public PictureCache(MemoryBudget budget) {
    this.budget = budget;
  }

  /**
   * Takes in files that it does not have yet.
   *
   * @throws PictureException if pictures are broken, all of which are named
   */
  void add(Collection<Path> files) {
    List<Path> fresh =
        new LinkedHashSet<>(files).stream().filter(file -> !sizes.containsKey(file)).toList();
    List<Optional<PictureSize>> headers = fresh.parallelStream().map(PictureSize::of).toList();
    List<Path> fitting = new ArrayList<>();
    for (int i = 0; i < fresh.size(); i++) {
      // A picture without a size is broken; decoding it tells what is wrong with it.
      Optional<PictureSize> size = headers.get(i);
      if (budget.take(size.map(PictureSize::bytes).orElse(0L))) {
        fitting.add(fresh.get(i));
      } else {
        sizes.put(fresh.get(i), size.orElseThrow());
      }
    }
    decode(fitting);
  }

  private void decode(List<Path> files) {
    List<Supplier<Mat>> attempts = files.parallelStream().map(PictureCache::attempt).toList();
    BrokenPictures broken = new BrokenPictures();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      broken
          .attempt(attempts.get(i))
          .ifPresent(
              picture -> {
                decoded.put(file, picture);
                sizes.put(file, PictureSize.of(picture));
              });
    }
    broken.refuse();
  }

  private static Supplier<Mat> attempt(Path file) {
    try {
      Mat picture = Photographs.decode(file);
      return () -> picture;
    } catch (PictureException e) {
      return () -> {
        throw e;
      };
    }
  }

  /**
   * Does something with a picture, CV_8UC3 RGB, which belongs to the cache.
   *
   * @throws PictureException if it has to be decoded and cannot be
   */
  <T> T use(Path file, Function<Mat, T> action) {
    Mat picture = decoded.get(file);
    if (picture != null) {
      return action.apply(picture);
    }
    try (Mat transientPicture = Photographs.decode(file)) {
      return action.apply(transientPicture);
    }
  }

  /** The size of a file that was added; of one that is not held before its metadata turn it. */
  PictureSize size(Path file) {
    return sizes.get(file);
  }

  /** Whether a picture stays in memory. */
  boolean holds(Path file) {
    return decoded.containsKey(file);
  }

  /** What all pictures take when they are decoded, bytes. */
  public long bytes() {
    return sizes.values().stream().mapToLong(PictureSize::bytes).sum();
  }

  /** What the pictures take that stay in memory, bytes. */
  public long heldBytes() {
    return decoded.keySet().stream().mapToLong(file -> sizes.get(file).bytes()).sum();
  }

  @Override
  public void close() {
    decoded.values().forEach(Mat::close);
  }
}
