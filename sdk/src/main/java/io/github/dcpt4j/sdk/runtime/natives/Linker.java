package io.github.dcpt4j.sdk.runtime.natives;

/** Loads native libraries into the process. */
@FunctionalInterface
public interface Linker {
  /**
   * Loads a library so that others which need it find it; once it is loaded, does nothing.
   *
   * @param library its file, or its bare name, for which the system's folders are searched and what
   *     is loaded already
   * @throws UnsatisfiedLinkError if there is none, or one that it needs is missing
   */
  void load(String library);

  /** Tells whether a library can be loaded, and loads it. */
  default boolean loads(String library) {
    try {
      load(library);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
