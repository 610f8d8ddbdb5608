package io.github.dcpt4j.cli.study;

import io.github.dcpt4j.cli.shared.CheckpointSource;
import io.github.dcpt4j.cli.shared.NetworkChoice;
import io.github.dcpt4j.cli.shared.TrainingEngine;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.study.CleanPictures;
import io.github.dcpt4j.trainer.study.HeUniform;
import io.github.dcpt4j.trainer.study.Study;
import io.github.dcpt4j.trainer.study.StudyPlot;
import io.github.dcpt4j.trainer.study.StudyReport;
import io.github.dcpt4j.trainer.study.StudyResult;
import io.github.dcpt4j.trainer.study.StudySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt study}. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = {
      "The method's preliminary experiment: how often the nearest neighbours of a picture name its"
          + " degradation, by the features of a decoder stage.",
      "Compares random weights with a checkpoint's, each on clean pictures of its own for every"
          + " degradation, and, as a control, on the same clean pictures for all."
    })
public final class StudyCommand implements Runnable {

  private static final String PAGE = "study.html";
  private static final String PLOT = "tsne.png";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CHECKPOINT",
      arity = "0..1",
      description = "Trained weights; without them only random ones of --network are studied.")
  private Path checkpoint;

  @Option(
      names = "--network",
      paramLabel = "FILE.json|NAME",
      converter = NetworkChoice.Converter.class,
      description = "The network, or what the checkpoint does not tell of it.")
  private NetworkChoice network;

  @Option(
      names = "--clean",
      required = true,
      paramLabel = "DIR",
      description = "Clean photographs, of which as many as needed are drawn.")
  private Path clean;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Gets the report " + PAGE + " and the maps " + PLOT + "; made if missing.")
  private Path output;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "Pictures per degradation (default: 100, or as many as there are).")
  private Integer pictures;

  @Option(
      names = "--patch",
      paramLabel = "N",
      defaultValue = "" + StudySettings.SIDE,
      description = "Side of the centre crops (default: ${DEFAULT-VALUE}).")
  private int patch;

  @Option(
      names = "--stage",
      paramLabel = "N",
      description = "Decoder stage, 0 the finest (default: the coarsest).")
  private Integer stage;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "" + StudySettings.MAP_ITERATIONS,
      description = "Steps of t-SNE (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "CPU threads of the network; a study repeats bit for bit with 1 (default: all).")
  private Integer threads;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  /** The networks to study, by the names of their weights. */
  private record Subjects(RestorationNetwork network, Map<String, Weights> weights) {}

  @Override
  public void run() {
    Subjects subjects = subjects();
    List<Path> photographs = Photographs.files(clean);
    List<Degradation> degradations = Degradations.standard();
    StudySettings settings = settings(subjects.network(), photographs.size(), degradations.size());
    TrainingEngine.start(threads == null ? OptionalInt.empty() : OptionalInt.of(threads));
    List<StudyResult> results = new ArrayList<>();
    Study study = new Study(settings, photographs, degradations);
    subjects
        .weights()
        .forEach(
            (name, weights) -> {
              for (CleanPictures choice : CleanPictures.values()) {
                results.add(studied(study, name, subjects.network(), weights, choice));
              }
            });
    byte[] plot = StudyPlot.png(results);
    String title = subjects.network().getClass().getSimpleName();
    write(PLOT, plot);
    write(PAGE, StudyReport.page(title, settings, results, plot).getBytes(StandardCharsets.UTF_8));
    StudyFigures figures = new StudyFigures(subjects.network(), settings, results);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      figures.printJson(out, output.resolve(PAGE), output.resolve(PLOT));
    } else {
      figures.print(out);
      out.println(output.resolve(PAGE));
      out.flush();
    }
  }

  private Subjects subjects() {
    if (checkpoint == null && network == null) {
      throw wrong("name a CHECKPOINT or a --network");
    }
    Map<String, Weights> weights = new LinkedHashMap<>();
    if (checkpoint == null) {
      RestorationNetwork whole = wholeNetwork();
      weights.put("random", HeUniform.of(whole, seed));
      return new Subjects(whole, weights);
    }
    Checkpoint trained =
        new CheckpointSource(
                checkpoint,
                Optional.empty(),
                network == null ? NetworkDescription.none() : network.description(),
                Optional.empty())
            .read();
    weights.put("random", HeUniform.of(trained.model().network(), seed));
    weights.put("trained", trained.weights());
    return new Subjects(trained.model().network(), weights);
  }

  private RestorationNetwork wholeNetwork() {
    try {
      return network.network();
    } catch (IllegalArgumentException e) {
      throw wrong("--network describes no whole network: " + e.getMessage());
    }
  }

  private StudySettings settings(RestorationNetwork whole, int photographs, int classes) {
    int most = Math.min(StudySettings.PICTURES_PER_CLASS, photographs / classes);
    int coarsest = Math.max(0, whole.stageChannels().size() - 1);
    try {
      return StudySettings.published(
          pictures == null ? most : pictures,
          patch,
          stage == null ? coarsest : stage,
          iterations,
          seed);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private StudyResult studied(
      Study study, String name, RestorationNetwork whole, Weights weights, CleanPictures choice) {
    try {
      return study.run(name, whole, weights, choice);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void write(String name, byte[] content) {
    try {
      Path file = Files.createDirectories(output).resolve(name);
      try (PartFile part = PartFile.beside(file)) {
        Files.write(part.path(), content);
        part.finish();
      }
    } catch (IOException e) {
      throw new PictureException(
          Text.of("The report cannot be written to %s: check the folder.", output), e);
    }
  }
}
