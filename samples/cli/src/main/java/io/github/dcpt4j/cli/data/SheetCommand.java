package io.github.dcpt4j.cli.data;

import io.github.dcpt4j.cli.shared.PictureSearch;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.DegradationSheet;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt sheet}. */
@Command(
    name = "sheet",
    mixinStandardHelpOptions = true,
    description = {
      "Draws a sheet of training pairs to look at: for each degradation a row of patches, spoilt",
      "ones above their clean ones."
    })
public final class SheetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description =
          "Clean pictures, or folders of them; as many are used as the sheet has room for.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The sheet, such as sheet.png.")
  private Path output;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      defaultValue =
          "noise,motion-blur,defocus,jpeg,haze,rain,snow,demosaicking,low-light,inpainting,"
              + "haze+rain,low-light+haze,low-light+snow",
      description = "Degradations, a row each (default: ${DEFAULT-VALUE}).")
  private List<String> labels;

  @Option(
      names = "--columns",
      paramLabel = "N",
      defaultValue = "8",
      description = "Pairs in a row (default: ${DEFAULT-VALUE}).")
  private int columns;

  @Option(
      names = "--patch",
      paramLabel = "N",
      defaultValue = "160",
      description = "Side of a patch in pixels (default: ${DEFAULT-VALUE}).")
  private int patch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    if (columns < 1 || patch < 1) {
      throw wrong("--columns and --patch have to be positive");
    }
    List<Degradation> degradations = new ArrayList<>();
    for (String label : labels) {
      degradations.add(
          Degradations.byLabel(label, labels)
              .orElseThrow(
                  () ->
                      wrong(
                          Text.of(
                              "there is no degradation '%s', only %s",
                              label, String.join(", ", Degradations.labels())))));
    }
    DegradationSheet sheet = new DegradationSheet(patch, columns);
    List<Picture> pictures = pictures(columns * degradations.size());
    PictureCodec codec = new PictureCodec();
    codec.write(sheet.draw(pictures, degradations, new SplittableRandom(seed)), output);
    return ExitCode.OK;
  }

  private List<Picture> pictures(int most) {
    PictureCodec codec = new PictureCodec();
    List<Path> files = new ArrayList<>();
    for (Path input : inputs) {
      new PictureSearch().find(input.toString()).forEach(found -> files.add(found.file()));
    }
    List<Picture> pictures = new ArrayList<>();
    for (Path file : files.subList(0, Math.min(most, files.size()))) {
      Picture picture = codec.read(file);
      if (Math.min(picture.width(), picture.height()) < patch) {
        throw new PictureException(
            Text.of("%s is smaller than %d pixels: leave it out, or lower --patch", file, patch));
      }
      pictures.add(picture);
    }
    return pictures;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
