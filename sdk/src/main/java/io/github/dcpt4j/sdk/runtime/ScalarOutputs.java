package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.sdk.error.ModelException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph on the CPU of which single numbers are wanted, such as the smallest and largest of its
 * intermediate values. It takes pictures as an {@link OnnxModel} does, and may have any outputs.
 * For one thread.
 */
public final class ScalarOutputs implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final OrtSession session;

  /**
   * Opens a graph.
   *
   * @param file the ONNX file
   * @throws ModelException if it cannot be loaded
   */
  public ScalarOutputs(Path file) {
    session =
        new SessionOpener(
                (environment, options) -> environment.createSession(file.toString(), options), 0)
            .open(Device.CPU, Optional.empty());
  }

  /**
   * Runs the graph on one picture.
   *
   * @param image values [1, 3, height, width] from the buffer's position on
   * @param outputs names of outputs that are single floats
   * @return the numbers by name
   * @throws ModelException if the graph fails
   */
  public Map<String, Float> run(FloatBuffer image, int height, int width, Set<String> outputs) {
    long[] shape = {1, CHANNELS, height, width};
    try (OnnxTensor input =
            OnnxTensor.createTensor(SessionOpener.environment(), image.slice(), shape);
        OrtSession.Result result = session.run(Map.of(OnnxModel.IMAGE, input), outputs)) {
      Map<String, Float> numbers = new HashMap<>();
      for (String output : outputs) {
        OnnxTensor number = (OnnxTensor) result.get(output).orElseThrow();
        numbers.put(output, number.getFloatBuffer().get(0));
      }
      return numbers;
    } catch (OrtException e) {
      throw new ModelException("The graph fails: " + SessionOpener.firstLine(e), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("The session cannot be released", e);
    }
  }
}
