package io.github.dcpt4j.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What {@code dcpt restore --json} prints.
 *
 * @param model name of the model
 * @param files a result for every input
 * @param openMillis time that opening the model took
 * @param processMillis time since the Java virtual machine started
 */
record RestoreResult(String model, List<Entry> files, double openMillis, long processMillis) {

  /** One input. */
  interface Entry {
    /** The file that was read. */
    String input();
  }

  /**
   * A picture that is done.
   *
   * @param output the file that was written
   * @param width pixels
   * @param height pixels
   * @param device what ran
   * @param whyNotBetter why {@code auto} took no better device
   * @param scores probability of each degradation, if the model classifies
   * @param millis time of each stage
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Done(
      String input,
      String output,
      int width,
      int height,
      String device,
      String whyNotBetter,
      Map<String, Double> scores,
      Stages millis)
      implements Entry {}

  /**
   * An input that failed.
   *
   * @param error one line
   */
  record Failed(String input, String error) implements Entry {}

  /**
   * Milliseconds of one picture.
   *
   * @param read reading and decoding, while the model is opened or other pictures are restored
   * @param prepare padding and converting
   * @param network the network itself
   * @param finish cropping and converting
   * @param write encoding and writing
   */
  record Stages(double read, double prepare, double network, double finish, double write) {}
}
