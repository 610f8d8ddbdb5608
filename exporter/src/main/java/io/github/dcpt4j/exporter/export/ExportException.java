package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.error.DcptException;

/** A checkpoint cannot be exported, or its export did not pass the checks. */
public final class ExportException extends DcptException {

  private static final long serialVersionUID = 1L;

  /** An error with one line that says what is wrong and what to do. */
  public ExportException(String message) {
    super(message, null);
  }

  /** An error with its cause. */
  public ExportException(String message, Throwable cause) {
    super(message, cause);
  }
}
