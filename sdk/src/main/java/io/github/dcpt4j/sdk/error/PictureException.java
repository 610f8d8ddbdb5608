package io.github.dcpt4j.sdk.error;

import java.util.Objects;

/** Reports that a picture cannot be read, decoded, encoded or written. */
public final class PictureException extends DcptException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is wrong, for programs that answer it in different ways. */
  public enum Kind {
    /** There is no such file. */
    MISSING,
    /** The file has no content. */
    EMPTY,
    /** The content is of no format that is read; the message names the format where it is known. */
    UNKNOWN_FORMAT,
    /** The format is read, but not this variant of it, or it cannot hold this picture. */
    UNSUPPORTED,
    /** The content is cut off or contradicts itself. */
    DAMAGED,
    /** The size that the header states, or the file's own, is beyond a limit. */
    TOO_LARGE,
    /** Decoding would take more time or memory than the picture's size justifies. */
    TOO_MUCH_WORK,
    /** A file or folder cannot be read from or written to. */
    ACCESS,
    /** The picture, or the folder that should hold pictures, does not suit what was asked. */
    UNSUITABLE
  }

  /**
   * Creates the exception of a picture that does not suit what was asked.
   *
   * @param message one line: what is wrong and what to do
   */
  public PictureException(String message) {
    this(Kind.UNSUITABLE, message, null);
  }

  /**
   * Creates the exception with what led to it; its kind is that of the cause, if the cause has one.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public PictureException(String message, Throwable cause) {
    this(cause instanceof PictureException inner ? inner.kind : Kind.ACCESS, message, cause);
  }

  /**
   * Creates the exception.
   *
   * @param kind what is wrong
   * @param message one line: what is wrong and what to do
   */
  public PictureException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param kind what is wrong
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public PictureException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what is wrong. */
  public Kind kind() {
    return kind;
  }
}
