package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.runtime.Device;
import java.util.Optional;

/**
 * How a picture was restored.
 *
 * @param device the device that really ran
 * @param whyNotBetter why the automatic choice did not take a better device; absent where it did or
 *     was not asked
 * @param prepareMillis milliseconds spent on padding and converting the input
 * @param runMillis milliseconds spent in the network
 * @param finishMillis milliseconds spent on cropping and converting the output
 */
public record RestorationReport(
    Device device,
    Optional<String> whyNotBetter,
    double prepareMillis,
    double runMillis,
    double finishMillis) {}
