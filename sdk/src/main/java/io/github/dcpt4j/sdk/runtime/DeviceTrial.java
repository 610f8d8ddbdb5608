package io.github.dcpt4j.sdk.runtime;

import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.SessionOpener.ModelSource;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of computing a small known graph, a 3x3 convolution that changes nothing and a ReLU, on
 * a device. ONNX Runtime falls back to the CPU node by node without a word, so its own record tells
 * which of its providers truly computed.
 *
 * @param device the device that was taken; never {@link Device#AUTO}
 * @param providers how many steps each of ONNX Runtime's providers computed, by its name, such as
 *     {@code CPUExecutionProvider}
 * @param fallbackReason why {@link Device#AUTO} did not take a better device; empty where it did
 */
public record DeviceTrial(
    Device device, Map<String, Integer> providers, Optional<String> fallbackReason) {
  private static final String GRAPH = "trial.onnx";
  private static final int SIDE = 8;
  // NVIDIA's tensor cores round the factors to 10 bits.
  private static final float TOLERANCE = 2e-3f;

  /** Copies the map. */
  public DeviceTrial {
    Objects.requireNonNull(device, "device");
    providers = Map.copyOf(providers);
    Objects.requireNonNull(fallbackReason, "whyNotBetter");
  }

  /**
   * Makes the trial.
   *
   * @param wanted the device
   * @throws DeviceException if the device was asked for by name and cannot be used, or computes
   *     wrongly
   * @throws UncheckedIOException if the temporary folder cannot be written to
   */
  public static DeviceTrial on(Device wanted) {
    return on(wanted, source -> new SessionOpener(source, 0));
  }

  static DeviceTrial on(Device wanted, Function<ModelSource, SessionOpener> opening) {
    try (ProviderRecord steps = new ProviderRecord()) {
      byte[] graph = graph();
      SessionOpener opener =
          opening.apply(
              (environment, options) -> {
                steps.begin(options);
                return environment.createSession(graph, options);
              });
      Device device;
      Optional<String> fallbackReason;
      try (OnnxModel model = OnnxModel.open(opener, wanted, any -> SIDE)) {
        device = model.device();
        fallbackReason = model.fallbackReason();
        requireUnchanged(model);
      }
      return new DeviceTrial(device, steps.stepsOfLast(), fallbackReason);
    } catch (IOException e) {
      throw new UncheckedIOException("The trial of a device cannot be recorded", e);
    }
  }

  private static void requireUnchanged(OnnxModel model) {
    FloatBuffer image = FloatBuffer.allocate(3 * SIDE * SIDE);
    for (int i = 0; i < image.capacity(); i++) {
      image.put(i, i / (float) image.capacity());
    }
    FloatBuffer result = model.run(image, 1, SIDE, SIDE).restored().orElseThrow();
    for (int i = 0; i < image.capacity(); i++) {
      if (!(Math.abs(result.get(i) - image.get(i)) <= TOLERANCE)) {
        throw new DeviceException(
            Text.of(
                "The device %s computes wrongly (%s in place of %s): use the device cpu.",
                model.device(), result.get(i), image.get(i)));
      }
    }
  }

  private static byte[] graph() throws IOException {
    try (InputStream content = DeviceTrial.class.getResourceAsStream(GRAPH)) {
      return content.readAllBytes();
    }
  }
}
