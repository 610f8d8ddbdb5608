package io.github.dcpt4j.sdk.error;

/** Says that a picture cannot be read, decoded, encoded or written. */
public final class PictureException extends DcptException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what is wrong and what to do
   */
  public PictureException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
