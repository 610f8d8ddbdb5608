package io.github.dcpt4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/**
 * What a command did.
 *
 * @param exitCode the exit code
 * @param out standard output
 * @param err standard error
 */
public record Terminal(int exitCode, String out, String err) {

  /** Runs a command in this process. */
  public static Terminal run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Dcpt.commandLine(new PrintWriter(out), new PrintWriter(err))
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Terminal(exitCode, out.toString(), err.toString());
  }
}
