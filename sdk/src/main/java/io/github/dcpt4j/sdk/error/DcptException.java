package io.github.dcpt4j.sdk.error;

/**
 * Root of everything that dcpt4j reports on purpose. The message is one line that says what is
 * wrong and what to do about it.
 */
public abstract class DcptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * For the kinds of errors that the modules declare.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  protected DcptException(String message, Throwable cause) {
    super(message, cause);
  }
}
