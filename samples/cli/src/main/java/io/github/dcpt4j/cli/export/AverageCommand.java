package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.ModelSoup;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt average}. */
@Command(
    name = "average",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the mean of the weights of checkpoints that were trained on from a common one, each",
      "on data of its own, say."
    })
public final class AverageCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", arity = "2..*", description = "safetensors files.")
  private List<Path> checkpoints;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MEAN.safetensors",
      required = true,
      description = "The mean, with what each checkpoint tells of its training.")
  private Path output;

  @Option(
      names = "--shares",
      paramLabel = "SHARE",
      split = ",",
      description = "How much each checkpoint counts, in their order (default: all the same).")
  private List<Double> shares;

  @Override
  public void run() {
    List<Double> counted = shares == null ? Collections.nCopies(checkpoints.size(), 1.0) : shares;
    List<Checkpoint> read = checkpoints.stream().map(Checkpoint::read).toList();
    try {
      new ModelSoup(read, counted).mean().write(output);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--shares: " + e.getMessage(), e);
    }
    spec.commandLine().getOut().println(output);
    spec.commandLine().getOut().flush();
  }
}
