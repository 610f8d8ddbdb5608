package io.github.dcpt4j.cli.data;

import io.github.dcpt4j.cli.shared.Failures;
import io.github.dcpt4j.cli.shared.PictureSearch;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.LightLayers;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.degradation.PictureDegrader;
import io.github.dcpt4j.trainer.degradation.RecordedLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt degrade}. */
@Command(
    name = "degrade",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a test set of clean pictures: DIR/target holds them, DIR/input what a synthetic",
      "degradation makes of them, for 'dcpt evaluate --data DIR'."
    })
public final class DegradeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "Clean pictures, or folders of them and of such folders.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "The test set's folder, made if it is missing.")
  private Path output;

  @Option(
      names = "--label",
      required = true,
      paramLabel = "LABEL",
      description = {
        "rain, noise, haze, low-light or motion-blur; defocus, jpeg, snow, demosaicking or",
        "inpainting; or a mixture: low-light+haze, low-light+rain, low-light+snow, haze+rain,",
        "haze+snow, low-light+haze+rain or low-light+haze+snow; degraded for any of the first ten,",
        "clean for none. Noise is white or that of a camera: white-noise or camera-noise alone."
      })
  private String label;

  @Option(
      names = "--layers",
      paramLabel = "DIR",
      description =
          "With --label rain or snow: takes the streaks or flakes from these pictures of light on"
              + " black, or rain from pairs in DIR/input and DIR/target, instead of drawing them.")
  private Path layers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  private final List<PictureException> failures = new ArrayList<>();

  @Override
  public Integer call() {
    if (layers == null) {
      return degrade(new PictureDegrader(degradation()));
    }
    if (!label.equals("rain") && !label.equals("snow")) {
      throw wrong("--layers holds rain or snow: name --label rain or --label snow");
    }
    try (LightLayers light = LightLayers.load(label, layers)) {
      return degrade(new PictureDegrader(RecordedLayers.of(label, light.layers())));
    }
  }

  private int degrade(PictureDegrader degrader) {
    Map<String, Path> pictures = pictures();
    Path targets = folder("target");
    Path degraded = folder("input");
    PictureCodec codec = new PictureCodec();
    SplittableRandom random = new SplittableRandom(seed);
    for (Map.Entry<String, Path> picture : pictures.entrySet()) {
      // Its own chance for every picture: a broken one does not change the others.
      SplittableRandom own = random.split();
      try {
        Picture clean = codec.read(picture.getValue());
        codec.write(clean, targets.resolve(picture.getKey()));
        codec.write(degrader.degrade(clean, own), degraded.resolve(picture.getKey()));
      } catch (RuntimeException | Error e) {
        failed(Failures.ofInput("degrade", picture.getValue(), e));
      }
    }
    return Failures.exitCode(pictures.size() > failures.size(), failures);
  }

  private void failed(PictureException e) {
    failures.add(e);
    Failures.of(spec.commandLine()).report(spec.commandLine(), e);
  }

  /** The pictures by the names that they get. */
  private Map<String, Path> pictures() {
    PictureSearch files =
        new PictureSearch(Optional.of(output), unreadable -> failed(unreadable.cause()));
    Map<String, Path> pictures = new LinkedHashMap<>();
    for (Path input : inputs) {
      for (PictureSearch.Found found : files.find(input.toString())) {
        String name = withoutExtension(found.file()) + ".png";
        Path other = pictures.put(name, found.file());
        if (other != null) {
          throw wrong(Text.of("%s and %s would both become %s", other, found.file(), name));
        }
      }
    }
    return pictures;
  }

  private Degradation degradation() {
    return Degradations.byLabel(label)
        .orElseThrow(
            () ->
                wrong(
                    Text.of(
                        "there is no degradation '%s', only %s",
                        label, String.join(", ", Degradations.labels()))));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(output.resolve(name));
    } catch (IOException e) {
      throw new PictureException(Text.of("%s cannot be made: check the path", output), e);
    }
  }

  private static String withoutExtension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
