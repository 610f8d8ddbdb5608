package io.github.dcpt4j.sdk.error;

/**
 * Says that a model file cannot be used: it is missing, broken, foreign, or lacks what was asked of
 * it.
 */
public final class ModelException extends DcptException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what is wrong and what to do
   */
  public ModelException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
