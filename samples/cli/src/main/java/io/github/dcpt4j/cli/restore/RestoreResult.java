package io.github.dcpt4j.cli.restore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code dcpt restore --json} prints.
 *
 * @param model name of the model
 * @param done number of pictures that were restored
 * @param skipped number of pictures that {@code --resume} left out
 * @param failed number of inputs that failed
 * @param interrupted whether the command was interrupted, so that inputs are missing here
 * @param files a result for every input, in their order
 * @param openMillis time that opening the model took
 * @param processMillis time since the Java virtual machine started
 */
record RestoreResult(
    String model,
    long done,
    long skipped,
    long failed,
    boolean interrupted,
    List<Entry> files,
    double openMillis,
    long processMillis) {

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
   * @param fallbackReason why {@code auto} took no better device
   * @param tiles number of pieces that the picture was cut into
   * @param notes what is worth knowing of the restoration
   * @param scores probability of each degradation, if the model classifies
   * @param millis time of each stage
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Done(
      String input,
      String output,
      int width,
      int height,
      String device,
      @JsonProperty("whyNotBetter") String fallbackReason,
      int tiles,
      List<String> notes,
      Map<String, Double> scores,
      Stages millis)
      implements Entry {}

  /**
   * A picture that was restored by an earlier command.
   *
   * @param skipped the file that it became
   */
  record Skipped(String input, String skipped) implements Entry {}

  /**
   * An input that failed.
   *
   * @param error one line
   * @param cause what happened
   */
  record Failed(String input, String error, @JsonIgnore PictureException cause) implements Entry {

    static Failed of(Path input, PictureException cause) {
      return new Failed(input.toString(), cause.getMessage(), cause);
    }
  }

  /**
   * Milliseconds of one picture.
   *
   * @param read reading and decoding, while the model is opened or other pictures are restored
   * @param prepare padding and converting
   * @param network the network itself
   * @param finish cropping and converting
   * @param write encoding and writing, while other pictures are restored
   */
  record Stages(double read, double prepare, double network, double finish, double write) {}

  /** Puts a result together. */
  static RestoreResult of(
      String model, List<Entry> files, boolean interrupted, double openMillis, long processMillis) {
    return new RestoreResult(
        model,
        count(files, Done.class),
        count(files, Skipped.class),
        count(files, Failed.class),
        interrupted,
        files,
        openMillis,
        processMillis);
  }

  /** Why inputs failed. */
  List<PictureException> failures() {
    return files.stream()
        .filter(Failed.class::isInstance)
        .map(file -> ((Failed) file).cause())
        .toList();
  }

  private static long count(List<Entry> files, Class<? extends Entry> kind) {
    return files.stream().filter(kind::isInstance).count();
  }
}
