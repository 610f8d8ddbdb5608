package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.text.Text;

/** A run cannot start or go on. */
public final class RunException extends DcptException {

  private static final long serialVersionUID = 1L;

  RunException(String message) {
    super(message, null);
  }

  RunException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A file of the run cannot be written, most often because the disk is full. */
  static RunException unwritable(String what, Exception cause) {
    return new RunException(
        Text.of(
            "%s; what was saved before is kept: see that the disk has room and the folder can be written to, then the same command goes on",
            what),
        cause);
  }
}
