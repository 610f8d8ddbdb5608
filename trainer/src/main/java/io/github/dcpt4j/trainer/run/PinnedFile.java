package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/**
 * A file that a run depends on, as it was when the run began.
 *
 * @param path where it lies
 * @param sha256 the SHA-256 of its content, 64 hexadecimal digits in lower case
 */
public record PinnedFile(
    @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = LocalPath.class)
        Path path,
    String sha256) {

  /**
   * Checks the digest's form.
   *
   * @throws IllegalArgumentException if it is no SHA-256
   */
  public PinnedFile {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(Text.of("'%s' is not the SHA-256 of a file", sha256));
    }
  }

  /**
   * The file as it is now.
   *
   * @throws RunException if it cannot be read
   */
  public static PinnedFile of(Path path) {
    return new PinnedFile(path, digest(path));
  }

  /**
   * Holds another to what this one was.
   *
   * @throws RunException if it is the same file with another content
   */
  void requireSameContent(PinnedFile other) {
    if (path.equals(other.path) && !sha256.equals(other.sha256)) {
      throw new RunException(
          Text.of(
              "%s has changed since the run began: put back the file with SHA-256 %s, or name another folder for a new run",
              path, sha256));
    }
  }

  /**
   * Holds the file to what it was.
   *
   * @throws RunException if it cannot be read, or has changed
   */
  void requireUnchanged() {
    requireSameContent(of(path));
  }

  private static String digest(Path path) {
    try (InputStream file = Files.newInputStream(path);
        DigestInputStream digest = new DigestInputStream(file, Sha256.begin())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return Sha256.end(digest.getMessageDigest());
    } catch (IOException e) {
      throw new RunException(Text.of("%s cannot be read: %s", path, e), e);
    }
  }
}
