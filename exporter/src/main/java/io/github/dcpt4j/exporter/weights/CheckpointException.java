package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A checkpoint cannot be read, or does not fit what it is loaded into. */
public final class CheckpointException extends DcptException {

  private static final long serialVersionUID = 1L;

  /** An error with one line that says what is wrong and what to do. */
  public CheckpointException(String message) {
    super(message, null);
  }

  /** An error with its cause. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A safetensors file that is damaged, with what is wrong. */
  public static CheckpointException damaged(Path file, String what) {
    return damaged(file, what, null);
  }

  /** The same with its cause. */
  public static CheckpointException damaged(Path file, String what, Throwable cause) {
    return new CheckpointException(
        Text.of("%s is not a safetensors file, or is damaged or cut off: %s", file, what), cause);
  }

  /** A file that cannot be read. */
  public static CheckpointException unreadable(Path file, IOException cause) {
    return new CheckpointException(Text.of("%s cannot be read: %s", file, reason(cause)), cause);
  }

  /** A file that cannot be written. */
  public static CheckpointException unwritable(Path file, IOException cause) {
    return new CheckpointException(Text.of("%s cannot be written: %s", file, reason(cause)), cause);
  }

  // The messages of Java's own exceptions are often nothing but the file's name.
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String said =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return said == null ? cause.getClass().getSimpleName() : said;
  }
}
