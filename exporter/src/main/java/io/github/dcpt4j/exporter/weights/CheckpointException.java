package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A checkpoint cannot be read, or does not fit what it is loaded into. */
public final class CheckpointException extends DcptException {

  private static final long serialVersionUID = 1L;

  /** What a caller can supply, or leave out, to read the file after all. */
  public enum Need {
    /** A description of the network, or a more complete one. */
    NETWORK_DESCRIPTION,
    /** The name of one of the dictionaries of weights in the file. */
    WEIGHTS_NAME,
    /** No name of weights: the file holds one set only. */
    NO_WEIGHTS_NAME
  }

  private final Need need;

  /** An error with one line that says what is wrong and what to do. */
  public CheckpointException(String message) {
    super(message, null);
    this.need = null;
  }

  /** An error that goes away when the caller supplies what is needed. */
  public CheckpointException(String message, Need need) {
    super(message, null);
    this.need = need;
  }

  /** An error with its cause, whose {@link #need()} it has. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
    this.need = cause instanceof CheckpointException checkpoint ? checkpoint.need : null;
  }

  /** What the caller can supply to read the file after all. */
  public Optional<Need> need() {
    return Optional.ofNullable(need);
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
