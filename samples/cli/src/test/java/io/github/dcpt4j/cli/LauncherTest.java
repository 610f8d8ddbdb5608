package io.github.dcpt4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, in a project whose Java and Maven are scripts: Java prints its arguments, Maven
 * leaves a mark.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there dcpt.cmd starts the program")
class LauncherTest {

  private static final Path LAUNCHER = Path.of("../../dcpt");
  private static final Path ARGUMENTS = Path.of("src/main/launch");
  private static final long SECONDS = 60;

  @TempDir private Path folder;
  private Path project;
  private Path library;

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    Path target = Files.createDirectories(project.resolve("samples/cli/target"));
    Files.copy(LAUNCHER, project.resolve("dcpt"), StandardCopyOption.COPY_ATTRIBUTES);
    library = Files.createFile(folder.resolve("library.jar"));
    Files.createFile(project.resolve("pom.xml"));
    script(
        "java",
        "[ \"$1\" = -version ] && echo 'java version \"17.0.1\"' >&2\n"
            + "printf '%s\\n' \"$@\" \"locale=${LC_ALL:-}\"");
    script("javac", "");
    script(
        "mvn",
        "[ \"$1\" = -v ] && echo 'Apache Maven 3.9.0' || echo built >>" + folder + "/maven.txt");
    pretendBuilt(target, project);
  }

  private void pretendBuilt(Path target, Path root) throws IOException {
    Files.writeString(target.resolve("classpath.txt"), library.toString());
    Path built = Files.writeString(target.resolve("dcpt.built"), root.toRealPath() + "\n");
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    Path launch = Files.createDirectories(target.resolve("launch"));
    Files.copy(ARGUMENTS.resolve("restore.args"), launch.resolve("restore.args"));
    Files.copy(ARGUMENTS.resolve("export.args"), launch.resolve("export.args"));
  }

  @Test
  void startsWhatIsBuiltWithTheArgumentsOfTheCommand() throws Exception {
    List<String> lines = dcpt(project, Map.of(), "export", "a.pth");

    assertThat(lines)
        .contains("-XX:+UseSerialGC", "io.github.dcpt4j.cli.Dcpt", "export", "a.pth")
        .anyMatch(line -> line.endsWith("launch/export.args"))
        .anyMatch(line -> line.endsWith("launch/class-path.args"));
    assertThat(folder.resolve("maven.txt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "DCPT_JAVA_ARGS"})
  void aCollectorThatIsChosenElsewhereIsTheOnlyOne(String variable) throws Exception {
    assertThat(dcpt(project, Map.of(variable, "-Xmx1g -XX:+UseG1GC"), "export"))
        .doesNotContain("-XX:+UseSerialGC");
  }

  @ParameterizedTest
  @CsvSource({"restore, Serial", "restore, Parallel", "restore, G1", "export, Parallel"})
  void theArgumentsOfACommandGoWithAnyCollector(String command, String collector) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ARGUMENTS.resolve(command + ".args"),
                "-XX:+Use%sGC".formatted(collector),
                "-version")
            .redirectErrorStream(true)
            .start();

    String told = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(told).isZero();
  }

  @Test
  void aProjectThatWasMovedOrCopiedIsBuiltAgain() throws Exception {
    Path moved = folder.resolve("moved");
    Files.move(project, moved);

    dcpt(moved, Map.of(), "info");

    assertThat(folder.resolve("maven.txt")).content().startsWith("built");
  }

  @Test
  void aProjectWhoseLibrariesAreGoneIsBuiltAgain() throws Exception {
    Files.delete(library);

    dcpt(project, Map.of(), "info");

    assertThat(folder.resolve("maven.txt")).content().startsWith("built");
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws Exception {
    FileTime later = FileTime.from(Instant.now().plus(Duration.ofHours(1)));
    Files.setLastModifiedTime(project.resolve("pom.xml"), later);

    dcpt(project, Map.of(), "info");

    assertThat(folder.resolve("maven.txt")).content().startsWith("built");
  }

  @ParameterizedTest
  @CsvSource({"C, C.UTF-8", "POSIX, C.UTF-8", "'', C.UTF-8", "de_DE.UTF-8, de_DE.UTF-8"})
  void namesOfFilesAreReadInAnyLanguage(String locale, String expected) throws Exception {
    assertThat(dcpt(project, Map.of("LC_ALL", locale), "info")).contains("locale=" + expected);
  }

  private void script(String name, String body) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> dcpt(Path root, Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("dcpt").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("JAVA_HOME", "LC_ALL", "LC_CTYPE", "LANG"));
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().toList();
  }
}
