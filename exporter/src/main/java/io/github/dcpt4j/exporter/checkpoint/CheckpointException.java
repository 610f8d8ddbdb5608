package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.sdk.error.DcptException;

/** A checkpoint cannot be read, or does not fit what it is loaded into. */
public final class CheckpointException extends DcptException {

  private static final long serialVersionUID = 1L;

  /** An error with one line that says what is wrong and what to do. */
  public CheckpointException(String message) {
    super(message, null);
  }

  /** An error with its cause. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
