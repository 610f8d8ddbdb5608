package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.MatBridge;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decoded photographs of a folder, in the order of their names: CV_8UC3 RGB. */
public final class Photographs implements AutoCloseable {

  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff");

  private final List<Path> files;
  private final List<Mat> pictures;

  private Photographs(List<Path> files, List<Mat> pictures) {
    this.files = List.copyOf(files);
    this.pictures = List.copyOf(pictures);
  }

  /**
   * Decodes every picture of the folders into memory.
   *
   * @param budget what the pictures take is taken from it
   * @throws PictureException if a folder is missing or empty, pictures are broken, all of which are
   *     named, or they do not fit into memory
   */
  public static Photographs load(List<Path> folders, MemoryBudget budget) {
    List<Path> files = folders.stream().flatMap(folder -> files(folder).stream()).toList();
    budget.take(files);
    BrokenPictures broken = new BrokenPictures();
    List<Mat> pictures =
        files.stream().flatMap(file -> broken.attempt(() -> decode(file)).stream()).toList();
    try {
      broken.refuse();
    } catch (PictureException e) {
      pictures.forEach(Mat::close);
      throw e;
    }
    return new Photographs(files, pictures);
  }

  /**
   * Makes sure that a square can be cut from every photograph.
   *
   * @throws PictureException that names those that are too small
   */
  public void requireSide(int side) {
    BrokenPictures tooSmall = new BrokenPictures();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Mat picture = pictures.get(i);
      tooSmall.attempt(() -> requireSide(file, picture, side));
    }
    tooSmall.refuse();
  }

  /** The picture, if a square can be cut from it. */
  static Mat requireSide(Path file, Mat picture, int side) {
    if (Math.min(picture.rows(), picture.cols()) < side) {
      throw new PictureException(
          "%s has %dx%d pixels, too few for a patch of %d"
              .formatted(file, picture.cols(), picture.rows(), side));
    }
    return picture;
  }

  /**
   * The picture files of a folder, sorted by name.
   *
   * @throws PictureException if the folder is missing or holds none
   */
  public static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files = entries.filter(Photographs::isPicture).sorted().toList();
      if (files.isEmpty()) {
        throw new PictureException(folder + " holds no picture: name a folder of photographs");
      }
      return files;
    } catch (IOException e) {
      throw new PictureException(folder + " is not a folder that can be read", e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1));
  }

  /**
   * Decodes a file to CV_8UC3 RGB, which the caller closes.
   *
   * @throws PictureException if it is no whole picture
   */
  public static Mat decode(Path file) {
    Mat picture = MatBridge.toMat(new PictureCodec().read(file));
    opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_BGR2RGB);
    return picture;
  }

  /** Number of photographs. */
  public int size() {
    return pictures.size();
  }

  /** The photograph at an index; it belongs to this object. */
  Mat get(int index) {
    return pictures.get(index);
  }

  @Override
  public void close() {
    pictures.forEach(Mat::close);
  }
}
