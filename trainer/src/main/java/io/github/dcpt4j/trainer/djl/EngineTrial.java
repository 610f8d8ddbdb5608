package io.github.dcpt4j.trainer.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A try of a model in a process of its own, which the engine's native libraries may end.
 *
 * @param check what an engine check found, if the process came to it
 * @param survived whether the process came to its end, after a step with every input
 * @param output the last that it said
 */
public record EngineTrial(Optional<EngineCheck> check, boolean survived, String output) {

  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final Pattern FOUND = Pattern.compile("(?m)^found (\\S+) (\\S+)$");
  private static final String DONE = "done";
  private static final int LONGEST_OUTPUT = 2_000;

  /** Whether the engine computed the model rightly and lives. */
  public boolean passes() {
    return survived && check.filter(EngineCheck::passes).isPresent();
  }

  /**
   * Makes sure that the engine can compute a model in this process at all: at once where the
   * processor is known, by a trial, which takes seconds, where it is not.
   *
   * @param inputs (n, c, h, w) of the images, all that occur
   * @throws WrongEngineException if it would be wrong or might end this process
   */
  public static void require(Device device, ModelDefinition model, List<Shape> inputs) {
    if (!device.equals(Device.cpu())) {
      return;
    }
    InstructionLimit limit = InstructionLimit.ofProcess();
    switch (limit.trust()) {
      case RIGHT -> {}
      case WRONG -> throw new WrongEngineException(limit);
      case UNKNOWN -> {
        EngineTrial trial = of(model, inputs, threads());
        if (!trial.passes()) {
          throw new WrongEngineException(limit, trial);
        }
      }
    }
  }

  private static OptionalInt threads() {
    return Stream.ofNullable(System.getProperty(THREADS)).mapToInt(Integer::parseInt).findAny();
  }

  /**
   * Tries a model: its engine check, then a step with each input. The process gets this one's class
   * path, system properties of the command line and largest heap.
   *
   * @param inputs (n, c, h, w) of the images
   * @param threads CPU threads; all if it is not said
   */
  public static EngineTrial of(ModelDefinition model, List<Shape> inputs, OptionalInt threads) {
    try {
      Path folder = Files.createTempDirectory("dcpt4j-trial");
      try {
        return in(folder, model, inputs, threads);
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the engine was tried", e);
    }
  }

  private static EngineTrial in(
      Path folder, ModelDefinition model, List<Shape> inputs, OptionalInt threads)
      throws IOException, InterruptedException {
    Path file = folder.resolve("model.safetensors");
    new Checkpoint(model, initial(model), Map.of()).write(file);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-D") && !argument.startsWith("-D" + THREADS))
        .forEach(command::add);
    threads.ifPresent(count -> command.add(Text.of("-D%s=%d", THREADS, count)));
    command.add(Text.of("-Xmx%dm", Runtime.getRuntime().maxMemory() >> 20));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add(EngineTrial.class.getName());
    command.add(file.toString());
    for (Shape input : inputs) {
      for (long size : input.getShape()) {
        command.add(Long.toString(size));
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // Windows has no room for it in a command.
    builder.environment().put("CLASSPATH", absoluteClassPath());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return read(output, process.waitFor() == 0);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String absoluteClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((some, more) -> some + File.pathSeparator + more)
        .orElseThrow();
  }

  /** Reads what the process said. */
  static EngineTrial read(String output, boolean ended) {
    Matcher found = FOUND.matcher(output);
    Optional<EngineCheck> check =
        found.find()
            ? Optional.of(
                new EngineCheck(
                    Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))))
            : Optional.empty();
    String last = output.substring(Math.max(0, output.length() - LONGEST_OUTPUT)).strip();
    return new EngineTrial(check, ended && output.contains(DONE), last);
  }

  private static Weights initial(ModelDefinition model) {
    return Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
  }

  /** The process: a checkpoint's file, then four sizes for every input. */
  public static void main(String[] arguments) {
    ModelDefinition model = Checkpoint.read(Path.of(arguments[0])).model();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      GradientMode.off(
          () -> {
            EngineCheck check = EngineCheck.of(manager, model);
            System.out.println(Text.of("found %s %s", check.outputs(), check.gradients()));
            for (int i = 1; i < arguments.length; i += 4) {
              long[] sizes =
                  Stream.of(arguments).skip(i).limit(4).mapToLong(Long::parseLong).toArray();
              step(manager, model, sizes);
            }
            return null;
          });
    }
    System.out.println(DONE);
  }

  /** The passes of a step through all layers, forth and back. */
  private static void step(NDManager parent, ModelDefinition model, long[] sizes) {
    List<Parameter> layout = ModelSummary.of(model).parameters();
    try (NDManager manager = parent.newSubManager();
        NDScope scope = new NDScope();
        FlatParameters parameters = new FlatParameters(manager, layout, initial(model))) {
      scope.suppressNotUsedWarning();
      // Channels last, as in training.
      NDArray images =
          manager
              .randomUniform(0, 1, new Shape(sizes[0], sizes[2], sizes[3], sizes[1]))
              .transpose(0, 3, 1, 2);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        DjlOps ops = new DjlOps(parameters.views());
        Features<NDArray> features = model.network().features(ops, images);
        NDArray sum = features.restored().sum();
        if (model.classifier().isPresent()) {
          NDArray logits = model.classifier().get().logits(ops, features.stages(), images);
          sum = sum.add(logits.sum());
        }
        collector.backward(sum);
      }
      parameters.gradient().close();
    }
  }
}
