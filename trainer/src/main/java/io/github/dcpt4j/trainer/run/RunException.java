package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.error.DcptException;

/** A run cannot start or go on. */
public final class RunException extends DcptException {

  private static final long serialVersionUID = 1L;

  RunException(String message) {
    super(message, null);
  }

  RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
