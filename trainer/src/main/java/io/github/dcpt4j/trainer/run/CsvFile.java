package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A table over the iterations of a run, whose first column is the iteration. Cells hold no commas.
 *
 * @param file where it lies
 * @param header names of the columns, separated by commas
 */
record CsvFile(Path file, String header) {

  /**
   * Begins the table, or goes on after an iteration: lines of later ones, which a kill undid, are
   * dropped.
   */
  void goOnAfter(long iteration) {
    List<String> kept = new ArrayList<>(List.of(header));
    rows().stream()
        .filter(cells -> Long.parseLong(cells.get(0)) <= iteration)
        .forEach(cells -> kept.add(String.join(",", cells)));
    try (PartFile part = PartFile.beside(file)) {
      Files.write(part.path(), kept);
      part.finish();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Adds lines at once. */
  void append(List<String> lines) {
    try {
      Files.write(file, lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The cells of all complete lines; none where there is no file yet. */
  List<List<String>> rows() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .skip(1)
          .map(line -> List.of(line.split(",")))
          .filter(this::isComplete)
          .toList();
    } catch (IOException e) {
      throw new RunException(Text.of("%s cannot be read: %s", file, e), e);
    }
  }

  private boolean isComplete(List<String> cells) {
    return cells.size() == header.split(",").length && cells.get(0).matches("\\d{1,18}");
  }

  private RunException unwritable(IOException e) {
    return RunException.unwritable(Text.of("%s cannot be written: %s", file, e.getMessage()), e);
  }
}
