package io.github.dcpt4j.sdk.error;

/** Says that the memory does not suffice for what was asked. */
public final class MemoryException extends DcptException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what is wrong and what to do
   */
  public MemoryException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public MemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
