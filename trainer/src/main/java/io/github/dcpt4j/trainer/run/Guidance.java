package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.Guide;
import java.util.List;

/**
 * What leads the features in a guided transfer.
 *
 * @param checkpoint holds the classifier, which stays as it is; it is needed until the run ends
 * @param towards the class that every patch is led to, or null where each is led to its own label
 */
public record Guidance(PinnedFile checkpoint, String towards) {

  /**
   * Reads the guide.
   *
   * @param labels of the data
   * @throws RunException if the file has changed, or its classifier does not know the labels
   */
  Guide read(List<String> labels) {
    checkpoint.requireUnchanged();
    Checkpoint trained = Checkpoint.read(checkpoint.path());
    try {
      return towards == null
          ? Guide.byLabels(trained, labels)
          : Guide.towards(trained, towards, labels);
    } catch (IllegalArgumentException e) {
      throw new RunException(Text.of("%s: %s", checkpoint.path(), e.getMessage()), e);
    }
  }
}
