package io.github.dcpt4j.sdk.error;

/** Says that a device that was asked for cannot be used. */
public final class DeviceException extends DcptException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one line: what is wrong and what to do
   */
  public DeviceException(String message) {
    this(message, null);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message one line: what is wrong and what to do
   * @param cause what led to it, or null
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
