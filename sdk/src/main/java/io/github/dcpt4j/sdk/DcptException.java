package io.github.dcpt4j.sdk;

/** The base of all errors that this project declares. */
public class DcptException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DcptException(String message) {
    super(message);
  }

  public DcptException(String message, Throwable cause) {
    super(message, cause);
  }
}
