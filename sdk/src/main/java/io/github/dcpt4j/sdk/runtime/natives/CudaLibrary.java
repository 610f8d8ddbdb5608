package io.github.dcpt4j.sdk.runtime.natives;

import java.util.Objects;
import java.util.Optional;

/**
 * One of the native libraries that running on an NVIDIA GPU takes.
 *
 * @param file its name, which holds the version that is expected, such as {@code libcudnn.so.9}
 * @param required whether nothing works without it
 * @param place the file that serves, whose name or folder often tells the exact version; a jar on
 *     the class path where it is still packed; absent where it was not found
 */
public record CudaLibrary(String file, boolean required, Optional<String> place) {
  /** Checks the values. */
  public CudaLibrary {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(place, "place");
  }
}
