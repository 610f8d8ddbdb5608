package io.github.dcpt4j.trainer.djl;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of this process as native libraries see it; Java's own is a copy from its start.
 */
interface ProcessEnvironment {

  /** Returns a variable's value. */
  Optional<String> get(String name);

  /** Sets a variable, for this process and those that it starts natively from now on. */
  void set(String name, String value);

  /**
   * The environment of this process.
   *
   * @throws UnsatisfiedLinkError if the system's library cannot be called
   */
  static ProcessEnvironment ofProcess() {
    return Platform.isWindows() ? new Windows() : new Posix();
  }

  /** By the C library. */
  final class Posix implements ProcessEnvironment {

    /** Its functions, under their own names. */
    interface C extends Library {
      String getenv(String name);

      int setenv(String name, String value, int overwrite);
    }

    private final C c = Native.load(Platform.C_LIBRARY_NAME, C.class);

    @Override
    public Optional<String> get(String name) {
      return Optional.ofNullable(c.getenv(name));
    }

    @Override
    public void set(String name, String value) {
      if (c.setenv(name, value, 1) != 0) {
        throw new IllegalStateException("the environment has no room for " + name);
      }
    }
  }

  /** By the system, which oneDNN asks there; the C library's copy stays as it is. */
  final class Windows implements ProcessEnvironment {

    private static final int LONGEST = 32_767;

    /** Its functions for strings of bytes. */
    interface Kernel extends Library {
      int getEnvironmentVariable(String name, byte[] buffer, int size);

      boolean setEnvironmentVariable(String name, String value);
    }

    private final Kernel kernel =
        Native.load(
            "kernel32",
            Kernel.class,
            Map.of(
                Library.OPTION_FUNCTION_MAPPER,
                (FunctionMapper)
                    (library, method) ->
                        Character.toUpperCase(method.getName().charAt(0))
                            + method.getName().substring(1)
                            + "A"));

    @Override
    public Optional<String> get(String name) {
      byte[] buffer = new byte[LONGEST];
      int length = kernel.getEnvironmentVariable(name, buffer, LONGEST);
      return length == 0 ? Optional.empty() : Optional.of(Native.toString(buffer));
    }

    @Override
    public void set(String name, String value) {
      if (!kernel.setEnvironmentVariable(name, value)) {
        throw new IllegalStateException("the environment has no room for " + name);
      }
    }
  }
}
