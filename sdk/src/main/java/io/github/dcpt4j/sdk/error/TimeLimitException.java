package io.github.dcpt4j.sdk.error;

/** Says that a call was given up because its time was up. */
public final class TimeLimitException extends DcptException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what was given up, or null
   */
  public TimeLimitException(String message, Throwable cause) {
    super(message, cause);
  }
}
