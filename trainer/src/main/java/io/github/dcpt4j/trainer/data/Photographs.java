package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.opencv.MatBridge;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/** The photographs of some folders, in the order of their names. */
public final class Photographs {

  private final List<Path> files;
  private final PictureCache cache;

  private Photographs(List<Path> files, PictureCache cache) {
    this.files = List.copyOf(files);
    this.cache = cache;
  }

  /**
   * Finds every picture of the folders; one that lies in two of them, since one is in the other,
   * counts once.
   *
   * @param cache holds them; stays the caller's
   * @throws PictureException if a folder is missing or empty, or pictures are broken, all of which
   *     are named
   */
  public static Photographs load(List<Path> folders, PictureCache cache) {
    List<Path> files = folders.stream().flatMap(folder -> own(folder, folders)).toList();
    cache.add(files);
    return new Photographs(files, cache);
  }

  /** The pictures of a folder but those of folders in it that are named as well. */
  private static Stream<Path> own(Path folder, List<Path> folders) {
    List<Path> within =
        folders.stream()
            .filter(other -> !other.equals(folder) && other.startsWith(folder))
            .toList();
    return files(folder).stream().filter(file -> within.stream().noneMatch(file::startsWith));
  }

  /**
   * Makes sure that a square can be cut from every photograph.
   *
   * @throws PictureException that names those that are too small
   */
  public void requireSide(int side) {
    BrokenPictures tooSmall = new BrokenPictures();
    files.forEach(file -> tooSmall.attempt(() -> requireSide(file, cache.size(file), side)));
    tooSmall.refuse();
  }

  /** The size, if a square can be cut from the picture. */
  static PictureSize requireSide(Path file, PictureSize size, int side) {
    if (size.shorterSide() < side) {
      throw new PictureException(
          Text.of(
              "%s has %dx%d pixels, too few for a patch of %d",
              file, size.width(), size.height(), side));
    }
    return size;
  }

  /**
   * The picture files of a folder and of all folders in it, sorted by path.
   *
   * @throws PictureException if the folder is missing or holds none
   */
  public static List<Path> files(Path folder) {
    return PictureFolder.pictures(folder);
  }

  /**
   * Decodes a file to CV_8UC3 RGB, which the caller closes.
   *
   * @throws PictureException if it is no whole picture
   */
  public static Mat decode(Path file) {
    return MatBridge.toRgbMat(new PictureCodec().read(file));
  }

  /** Number of photographs. */
  public int size() {
    return files.size();
  }

  /** Does something with the photograph at an index, CV_8UC3 RGB, which belongs to the cache. */
  <T> T use(int index, Function<Mat, T> action) {
    return cache.use(files.get(index), action);
  }
}
