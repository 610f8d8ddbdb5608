package io.github.dcpt4j.exporter.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.exporter.onnx.RangeOutputs;
import io.github.dcpt4j.exporter.onnx.ValueRange;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out where the numbers of a graph's values lie. The SDK's session gives a model's own
 * outputs only, so that this one is ONNX Runtime's.
 */
final class ObservedRanges {

  private ObservedRanges() {}

  /**
   * Runs the graph on pictures.
   *
   * @param file the file that holds {@link RangeOutputs#graph}
   * @param values the observed values
   * @return for each value the range over all pictures
   * @throws ExportException if a value is not finite, or ONNX Runtime fails
   */
  static Map<String, ValueRange> of(Path file, List<String> values, List<NetworkInput> pictures) {
    // A process has one environment; the SDK asks for the same.
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "dcpt4j");
    Set<String> wanted = new HashSet<>();
    for (String value : values) {
      wanted.add(value + RangeOutputs.LOW);
      wanted.add(value + RangeOutputs.HIGH);
    }
    Map<String, ValueRange> ranges = new HashMap<>();
    try (OrtSession session = environment.createSession(file.toString())) {
      for (NetworkInput picture : pictures) {
        long[] shape = {1, Picture.CHANNELS, picture.height(), picture.width()};
        try (OnnxTensor image = OnnxTensor.createTensor(environment, picture.values(), shape);
            OrtSession.Result result = session.run(Map.of(OnnxModel.IMAGE, image), wanted)) {
          for (String value : values) {
            float low = number(result, value + RangeOutputs.LOW);
            float high = number(result, value + RangeOutputs.HIGH);
            ranges.merge(value, range(value, low, high), ValueRange::and);
          }
        }
      }
    } catch (OrtException e) {
      throw new ExportException(
          "ONNX Runtime fails on the calibration pictures: %s".formatted(e.getMessage()), e);
    }
    return ranges;
  }

  private static float number(OrtSession.Result result, String output) {
    return ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer().get(0);
  }

  private static ValueRange range(String value, float low, float high) {
    if (!Float.isFinite(low) || !Float.isFinite(high)) {
      throw new ExportException(
          "'%s' is not finite on a calibration picture: the checkpoint cannot be used, take an earlier one"
              .formatted(value));
    }
    return new ValueRange(low, high);
  }
}
