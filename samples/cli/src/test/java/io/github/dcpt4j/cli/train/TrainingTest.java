package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Dcpt;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Photographs to train on, and commands that do. */
abstract class TrainingTest {

  static final int TIMEOUT_SECONDS = 120;

  @TempDir Path folder;
  Path clean;
  Path network;

  @BeforeEach
  void makeData() throws IOException {
    clean = folder.resolve("clean");
    Samples.picture(clean.resolve("a.png"), 48, 40);
    Samples.picture(clean.resolve("b.png"), 40, 48);
    network = Files.writeString(folder.resolve("network.json"), Samples.TINY_NETWORK);
  }

  static Path model(Terminal trained) {
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    return Path.of(trained.out().strip());
  }

  /** The last chapter of a model's provenance. */
  static String story(Terminal trained) {
    List<String> stages = List.copyOf(Checkpoint.read(model(trained)).provenance().values());
    return stages.get(stages.size() - 1);
  }

  Terminal pretrain(Path run, Object... more) {
    return Terminal.run(pretrainCommand(run, more).toArray());
  }

  List<String> pretrainCommand(Path run, Object... more) {
    List<String> command =
        new ArrayList<>(List.of("pretrain", "-o", run.toString(), "--network", network.toString()));
    command.addAll(common());
    for (Object argument : more) {
      command.add(argument.toString());
    }
    return command;
  }

  Terminal finetune(Path run, Object... more) {
    List<Object> command = new ArrayList<>(List.of("finetune", "-o", run, "--iterations", 2));
    command.addAll(common());
    command.addAll(List.of(more));
    return Terminal.run(command.toArray());
  }

  List<String> common() {
    return List.of(
        "--clean",
        clean.toString(),
        "--batch",
        "2",
        "--patch",
        "32",
        "--threads",
        "1",
        "--log-every",
        "1");
  }

  static List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Dcpt.class.getName()));
    command.addAll(arguments);
    return command;
  }

  static Process process(List<String> arguments) throws IOException {
    return new ProcessBuilder(command(arguments))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static void assertUsage(Terminal terminal, String message) {
    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err().lines()).singleElement().asString().contains(message);
  }
}
