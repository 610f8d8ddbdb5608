package io.github.dcpt4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say can be typed and followed. */
class DocumentsTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern BLOCK_LINE = Pattern.compile("(?m)^    (?:\\w+=\\S+ )?(.+)$");
  private static final Pattern INLINE = Pattern.compile("`(?:\\w+=\\S+ )?([^`]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final int LONGEST_README = 150;

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  static Stream<String> dcptCommands() throws IOException {
    return commands("./dcpt ")
        .filter(command -> !command.contains("..."))
        // The name of a command is not yet a command.
        .filter(command -> words(command).count() > 2);
  }

  static Stream<String> mavenCommands() throws IOException {
    return commands("mvn ");
  }

  /** Commands in blocks and within sentences. */
  private static Stream<String> commands(String program) throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path document : documents()) {
      // Lines that go on, in blocks by a backslash and in sentences by themselves.
      String text = Files.readString(document).replaceAll("\\\\\\n\\s*", "");
      String sentences = text.replaceAll("(?m)^    .*$", "").replaceAll("(?<!\\n)\\n(?!\\n)", " ");
      Stream.concat(
              BLOCK_LINE.matcher(text).results().map(match -> match.group(1)),
              INLINE.matcher(sentences).results().map(match -> match.group(1)))
          .map(String::strip)
          .filter(command -> command.startsWith(program))
          .forEach(commands::add);
    }
    return commands.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("dcptCommands")
  void aCommandOfADocumentIsUnderstood(String command) {
    String[] arguments = words(command).skip(1).toArray(String[]::new);
    PrintWriter nowhere = new PrintWriter(new StringWriter());

    assertThatCode(() -> Dcpt.commandLine(nowhere, nowhere).parseArgs(arguments))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("mavenCommands")
  void aCommandForMavenNamesWhatThereIs(String command) throws IOException {
    List<String> words = words(command).toList();
    for (String word : words) {
      if (word.startsWith("-Dtest=")) {
        assertThat(testClasses()).contains(word.substring("-Dtest=".length()) + ".java");
      }
      if (word.startsWith("-P")) {
        assertThat(ROOT.resolve("pom.xml"))
            .content()
            .contains("<id>%s</id>".formatted(word.substring(2)));
      }
    }
    int module = words.indexOf("-pl") + 1;
    if (module > 0 && !words.get(module).equals("MODULE")) {
      assertThat(ROOT.resolve(words.get(module)).resolve("pom.xml")).exists();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(document));
    assertThat(links.results().map(link -> link.group(1)))
        .filteredOn(link -> !link.contains("://"))
        .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
  }

  @Test
  void theReadmeIsShortAndLeadsToEveryDocument() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));

    assertThat(readme.lines().count()).isLessThanOrEqualTo(LONGEST_README);
    for (Path document : documents()) {
      String name = document.getFileName().toString();
      if (!name.equals("README.md") && !name.equals("SECURITY.md")) {
        assertThat(readme).contains(name + ")");
      }
    }
  }

  @Test
  void theReadmesFirstCommandRestoresAPicture(@TempDir Path folder) throws IOException {
    String first =
        BLOCK_LINE
            .matcher(Files.readString(ROOT.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .findFirst()
            .orElseThrow();
    List<String> words = words(first).toList();
    Path restored = folder.resolve(words.get(words.size() - 1));

    Terminal terminal =
        Terminal.run(words.get(1), ROOT.resolve(words.get(2)), words.get(3), restored);

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(restored).isNotEmptyFile();
  }

  private static Stream<String> words(String command) {
    return WORD.matcher(command).results().map(DocumentsTest::unquoted);
  }

  private static String unquoted(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1);
  }

  private static List<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              file ->
                  file.toString()
                      .contains("src/test/java".replace('/', java.io.File.separatorChar)))
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }
}
