package io.github.dcpt4j.golden;

import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.runtime.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the goldens anew, on purpose: when the built-in model is another one, or what the SDK makes
 * of a picture shall change. {@code golden-images/regenerate} runs it; look at the differences
 * before committing them.
 */
public final class RegenerateGoldens {

  private static final String DEGRADED = "--degraded";

  private final PictureCodec codec = new PictureCodec();
  private final GoldenSet set;

  private RegenerateGoldens(GoldenSet set) {
    this.set = set;
  }

  /**
   * Writes restorations and tensors, and before them, if asked to, the degraded forms.
   *
   * @param args the folder of goldens, then optionally {@code --degraded}
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2 || args.length == 2 && !args[1].equals(DEGRADED)) {
      throw new IllegalArgumentException("Usage: RegenerateGoldens FOLDER [" + DEGRADED + "]");
    }
    GoldenSet set = new GoldenSet(Path.of(args[0]));
    if (args.length == 2) {
      new DegradedForms(set).write();
    }
    RegenerateGoldens regeneration = new RegenerateGoldens(set);
    regeneration.writeRestorations();
    regeneration.writeTensors();
  }

  private void writeRestorations() throws IOException {
    RestorerOptions options = RestorerOptions.builder().device(Device.CPU).threads(1).build();
    try (Restorer restorer = Restorer.builtIn(options)) {
      for (GoldenCase which : set.cases()) {
        Picture restored = restorer.restore(codec.read(set.degraded(which))).picture();
        codec.write(restored, inExistingFolder(set.restored(which)));
      }
    }
  }

  private void writeTensors() throws IOException {
    try (BuiltInGraph graph = new BuiltInGraph()) {
      for (GoldenCase which : set.casesWithTensors()) {
        List<Picture> degraded = List.of(codec.read(set.degraded(which)));
        RawOutputs outputs = graph.run(NetworkInput.of(degraded, graph.sizeMultiple()));
        outputs.write(inExistingFolder(set.tensors(which)));
      }
    }
  }

  private static Path inExistingFolder(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file;
  }
}
