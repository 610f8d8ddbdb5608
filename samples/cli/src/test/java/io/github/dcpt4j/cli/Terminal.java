package io.github.dcpt4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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

  /** The document that a command printed that did what it was asked. */
  public static JsonNode json(Terminal terminal) throws IOException {
    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    return json(terminal.out());
  }

  /** The one document that a text consists of. */
  public static JsonNode json(String text) throws IOException {
    return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
  }
}
