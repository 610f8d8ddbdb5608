package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureFiles;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies in a folder of training or test pictures. Folders in it belong to it, at any depth.
 * Hidden files and those of file servers, pipes, sockets and devices are left out.
 */
final class PictureFolder {

  private PictureFolder() {}

  /**
   * The pictures of a folder and of all folders in it, sorted by path.
   *
   * @throws PictureException if the folder is missing, cannot be read or holds no picture
   */
  static List<Path> pictures(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          collector(folder, files));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    if (files.isEmpty()) {
      throw new PictureException(folder + " holds no picture: name a folder of photographs");
    }
    Collections.sort(files);
    return List.copyOf(files);
  }

  private static SimpleFileVisitor<Path> collector(Path root, List<Path> files) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return !folder.equals(root) && PictureFiles.isHidden(folder)
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        if (file.equals(root)) {
          throw new IOException("it is a file");
        }
        // A link is only seen here where it leads nowhere: reading it reports that.
        boolean data = attributes.isRegularFile() || attributes.isSymbolicLink();
        if (data && !PictureFiles.isHidden(file) && PictureFormat.tryOfName(file).isPresent()) {
          files.add(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof FileSystemLoopException) {
          return FileVisitResult.CONTINUE;
        }
        throw failure;
      }
    };
  }

  /**
   * The files and folders directly in a folder, sorted by path.
   *
   * @throws PictureException if it is missing or cannot be read
   */
  static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !PictureFiles.isHidden(entry)).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static PictureException unreadable(Path folder, IOException cause) {
    return new PictureException(folder + " is not a folder that can be read", cause);
  }
}
