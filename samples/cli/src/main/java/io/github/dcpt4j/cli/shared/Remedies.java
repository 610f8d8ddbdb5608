package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.error.TimeLimitException;
import io.github.dcpt4j.trainer.run.RunException;
import java.nio.file.InvalidPathException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which options help where a library refuses something. Libraries say what is wrong in the words of
 * their own types; they do not know that there is a command line.
 */
final class Remedies {

  /**
   * A refusal and what helps.
   *
   * @param type of the exception
   * @param words a part of its message; all of its type if it is empty
   * @param options that help, in the commands that have them
   */
  private record Remedy(Class<? extends Throwable> type, String words, List<String> options) {

    boolean isFor(Throwable e) {
      return type.isInstance(e) && String.valueOf(e.getMessage()).contains(words);
    }
  }

  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(CheckpointException.class, "describe", List.of("--network")),
          new Remedy(CheckpointException.class, "weights under", List.of("--weights")),
          new Remedy(CheckpointException.class, "set of weights", List.of("--weights")),
          new Remedy(RunException.class, "no data for", List.of("--clean", "--pairs")),
          new Remedy(MemoryException.class, "", List.of("--memory", "--tile")),
          new Remedy(TimeLimitException.class, "", List.of("--timeout")));

  private static final String UNREADABLE_NAME =
      " (set a UTF-8 locale, such as LC_ALL=C.UTF-8, for names with other letters)";

  private Remedies() {}

  /** What helps, in brackets after a message; empty where nothing is known. */
  static String of(Throwable failure, CommandSpec command) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof InvalidPathException) {
        return UNREADABLE_NAME;
      }
      for (Remedy remedy : REMEDIES) {
        List<String> options =
            remedy.options().stream().filter(command.optionsMap()::containsKey).toList();
        if (remedy.isFor(e) && !options.isEmpty()) {
          return " (" + String.join(", ", options) + ")";
        }
      }
    }
    return "";
  }
}
