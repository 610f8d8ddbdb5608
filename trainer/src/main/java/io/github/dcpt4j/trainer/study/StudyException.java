package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.error.DcptException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;

/** A study cannot be made on this machine. */
public final class StudyException extends DcptException {

  private static final long serialVersionUID = 1L;

  private StudyException(String message, IOException cause) {
    super(message, cause);
  }

  static StudyException noRoom(IOException cause) {
    return new StudyException(
        Text.of(
            "The features cannot be kept in %s: make room, name another folder by -Djava.io.tmpdir,"
                + " or take fewer pictures or a coarser stage.",
            System.getProperty("java.io.tmpdir")),
        cause);
  }
}
