package io.github.dcpt4j.golden;

import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The folder of goldens: {@code clean/PICTURE.png}, {@code degraded/LABEL/PICTURE.png}, {@code
 * restored/LABEL/PICTURE.png}, and for some cases {@code tensors/LABEL/PICTURE.safetensors}.
 *
 * @param folder where it lies
 */
record GoldenSet(Path folder) {

  /**
   * Degraded forms are farther from their photographs than this, in dB: what can hardly be seen
   * tests neither restoration nor classification.
   */
  static final double VISIBLE_BELOW_PSNR = 28;

  private static final String PNG = ".png";

  /**
   * Finds the set that comes with this module.
   *
   * @throws IllegalStateException if the module's resources are not a folder of the file system
   */
  static GoldenSet ofModule() {
    URL clean = GoldenSet.class.getResource("clean");
    if (clean == null || !clean.getProtocol().equals("file")) {
      throw new IllegalStateException(
          "the golden pictures are not in a folder but at " + clean + ": unpack the module");
    }
    try {
      return new GoldenSet(Path.of(clean.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path leads to " + clean, e);
    }
  }

  /** The photographs' names, sorted. */
  List<String> pictures() {
    try (Stream<Path> files = Files.list(folder.resolve("clean"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PNG))
          .map(name -> name.substring(0, name.length() - PNG.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the golden pictures in " + folder + " cannot be listed", e);
    }
  }

  /** The names of the degradations, in the method's order. */
  static List<String> labels() {
    return Degradations.standard().stream().map(Degradation::label).toList();
  }

  /** Every photograph in every degraded form, by degradation. */
  List<GoldenCase> cases() {
    return labels().stream().flatMap(label -> cases(label).stream()).toList();
  }

  /** Every photograph in one degraded form. */
  List<GoldenCase> cases(String label) {
    return pictures().stream().map(picture -> new GoldenCase(picture, label)).toList();
  }

  /** The cases of which the raw outputs are kept too: one for each degradation, in turn. */
  List<GoldenCase> casesWithTensors() {
    List<String> pictures = pictures();
    List<String> labels = labels();
    return IntStream.range(0, labels.size())
        .mapToObj(i -> new GoldenCase(pictures.get(i % pictures.size()), labels.get(i)))
        .toList();
  }

  /** The photograph. */
  Path clean(String picture) {
    return folder.resolve("clean").resolve(picture + PNG);
  }

  /** The degraded form, as 8 bits hold it. */
  Path degraded(GoldenCase which) {
    return folder.resolve("degraded").resolve(which + PNG);
  }

  /** What the built-in model makes of the degraded form. */
  Path restored(GoldenCase which) {
    return folder.resolve("restored").resolve(which + PNG);
  }

  /** The built-in model's {@link RawOutputs} for the {@link NetworkInput} of the degraded form. */
  Path tensors(GoldenCase which) {
    return folder.resolve("tensors").resolve(which + ".safetensors");
  }

  /** The checkpoint from which the built-in model was exported. */
  Path checkpoint() {
    return folder.resolve("model.safetensors");
  }
}
