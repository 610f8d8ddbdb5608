package io.github.dcpt4j.sdk.runtime.guard;

import io.github.dcpt4j.sdk.error.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files that an ONNX model keeps weights in besides its own. A model tells their paths, and may
 * come from a stranger: only regular files beside it may be read. This has to be found out before
 * ONNX Runtime sees the model: version 1.23.2 follows absolute paths, {@code ..} and links, and
 * takes one special path for an address in memory, which crashes the process.
 */
public final class ExternalWeights {
  private static final Pattern PLAIN_NAME = Pattern.compile("(?!\\.\\.?$)[^/\\\\:\\p{Cntrl}]+");

  private ExternalWeights() {}

  /**
   * Checks a model file.
   *
   * @throws ModelException if the file is not an ONNX model, or wants a file that is missing, not
   *     in the model's folder, or a link
   */
  public static void requireBeside(Path model) {
    try (FileChannel channel = FileChannel.open(model, StandardOpenOption.READ)) {
      for (String location : locations(new FileBytes(channel), channel.size())) {
        if (!PLAIN_NAME.matcher(location).matches()) {
          throw new ModelException(
              "The model wants to read a file outside of its folder: do not use it.");
        }
        if (!Files.isRegularFile(model.resolveSibling(location), LinkOption.NOFOLLOW_LINKS)) {
          throw new ModelException(
              "The model's weights are in a file '"
                  + location
                  + "', which is not beside it (links do not count): keep the two files together.");
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          "The model file " + model + " cannot be read: check its permissions.", e);
    }
  }

  /**
   * Checks a model in memory.
   *
   * @throws ModelException if the bytes are not an ONNX model, or want any file
   */
  public static void requireNone(byte[] model) {
    try {
      if (!locations(position -> model[(int) position], model.length).isEmpty()) {
        throw new ModelException(
            "The model's weights are in a file of their own: open the model from its path.");
      }
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
  }

  private static Set<String> locations(OnnxWalk.Bytes bytes, long size) throws IOException {
    try {
      return new OnnxWalk(bytes).externalLocations(size);
    } catch (OnnxWalk.MalformedException e) {
      throw new ModelException(
          "The model cannot be loaded (" + e.getMessage() + "): use a model exported by dcpt4j.",
          e);
    }
  }
}
