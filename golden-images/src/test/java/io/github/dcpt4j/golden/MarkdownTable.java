package io.github.dcpt4j.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table for the project's README. */
final class MarkdownTable {

  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... headings) {
    add(headings);
    lines.add("|---".repeat(headings.length) + "|");
  }

  void add(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** Prints the table, and keeps it among what the build makes. */
  void publish(String name) throws IOException {
    String text = String.join("\n", lines) + "\n";
    System.out.println(text);
    Files.writeString(Files.createDirectories(Path.of("target")).resolve(name), text);
  }
}
