package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table over the iterations of a run. Its first line names the columns, of which the first is the
 * iteration; a column that appears later is added. Cells hold no commas.
 */
final class CsvFile {

  /** Name of the first column. */
  static final String ITERATION = "iteration";

  private final Path file;

  CsvFile(Path file) {
    this.file = file;
  }

  /** Drops the lines of later iterations, which a kill undid. */
  void goOnAfter(long iteration) {
    if (Files.exists(file)) {
      List<Map<String, String>> kept =
          rows().stream().filter(row -> Long.parseLong(row.get(ITERATION)) <= iteration).toList();
      replace(columns(), kept);
    }
  }

  /** Adds lines at once, each with its cells by column. */
  void append(List<Map<String, String>> lines) {
    Set<String> columns = new LinkedHashSet<>(columns());
    boolean complete = !columns.isEmpty();
    for (Map<String, String> line : lines) {
      complete &= !columns.addAll(line.keySet());
    }
    if (!complete) {
      List<Map<String, String>> all = new ArrayList<>(rows());
      all.addAll(lines);
      replace(List.copyOf(columns), all);
      return;
    }
    try {
      Files.write(
          file,
          lines.stream().map(line -> text(columns, line)).toList(),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void replace(List<String> columns, List<Map<String, String>> rows) {
    List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
    rows.forEach(row -> lines.add(text(columns, row)));
    try (PartFile part = PartFile.beside(file)) {
      Files.write(part.path(), lines);
      part.finish();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static String text(Iterable<String> columns, Map<String, String> row) {
    List<String> cells = new ArrayList<>();
    columns.forEach(column -> cells.add(row.getOrDefault(column, "")));
    return String.join(",", cells);
  }

  /** The cells of all complete lines by column, in order; empty cells are left out. */
  List<Map<String, String>> rows() {
    List<String> columns = columns();
    return lines().stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(cells -> cells.length == columns.size() && cells[0].matches("\\d{1,18}"))
        .map(cells -> row(columns, cells))
        .toList();
  }

  private static Map<String, String> row(List<String> columns, String[] cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        row.put(columns.get(i), cells[i]);
      }
    }
    return row;
  }

  private List<String> columns() {
    return lines().stream().limit(1).flatMap(line -> List.of(line.split(",")).stream()).toList();
  }

  /** None where there is no file yet. */
  private List<String> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new RunException(Text.of("%s cannot be read: %s", file, e), e);
    }
  }

  private RunException unwritable(IOException e) {
    return RunException.unwritable(Text.of("%s cannot be written: %s", file, e.getMessage()), e);
  }
}
