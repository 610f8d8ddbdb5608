package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.runtime.Device;
import java.util.List;
import java.util.Optional;

/**
 * How a picture was restored.
 *
 * @param device the device that really ran
 * @param fallbackReason why the automatic choice did not take a better device; absent where it did
 *     or was not asked
 * @param tiles how the picture was cut
 * @param notes what is worth knowing, one line each: a picture that was cut although the model
 *     wants to see it whole, and attempts that ran out of memory
 * @param waitMillis milliseconds spent on waiting for earlier calls
 * @param prepareMillis milliseconds spent on padding and converting the input
 * @param runMillis milliseconds spent in the network
 * @param finishMillis milliseconds spent on blending, cropping and converting the output
 */
public record RestorationReport(
    Device device,
    Optional<String> fallbackReason,
    TileReport tiles,
    List<String> notes,
    double waitMillis,
    double prepareMillis,
    double runMillis,
    double finishMillis) {

  /** Copies the notes. */
  public RestorationReport {
    notes = List.copyOf(notes);
  }
}
