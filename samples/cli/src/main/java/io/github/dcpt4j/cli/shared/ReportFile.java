package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pages. */
public final class ReportFile {

  /** The name of a run's page in its folder. */
  public static final String OF_RUN = "report.html";

  private ReportFile() {}

  /**
   * Writes a page; the file appears only when it is complete.
   *
   * @throws PictureException if it cannot be written
   */
  public static void write(Path file, String page) {
    try (PartFile part = PartFile.beside(file)) {
      Files.writeString(part.path(), page);
      part.finish();
    } catch (IOException e) {
      throw new PictureException(
          Text.of("The report %s cannot be written: check its folder.", file), e);
    }
  }
}
