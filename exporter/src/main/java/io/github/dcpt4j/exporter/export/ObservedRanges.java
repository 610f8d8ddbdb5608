package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.rewrite.RangeOutputs;
import io.github.dcpt4j.exporter.onnx.rewrite.ValueRange;
import io.github.dcpt4j.sdk.runtime.ScalarOutputs;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out where the numbers of a graph's values lie. */
final class ObservedRanges {

  private ObservedRanges() {}

  /**
   * Runs the graph on pictures.
   *
   * @param file the file that holds {@link RangeOutputs#graph}
   * @param values the observed values
   * @return for each value the range over all pictures
   * @throws ExportException if a value is not finite
   */
  static Map<String, ValueRange> of(Path file, List<String> values, List<NetworkInput> pictures) {
    Set<String> wanted = new HashSet<>();
    for (String value : values) {
      wanted.add(value + RangeOutputs.LOW);
      wanted.add(value + RangeOutputs.HIGH);
    }
    Map<String, ValueRange> ranges = new HashMap<>();
    try (ScalarOutputs graph = new ScalarOutputs(file)) {
      for (NetworkInput picture : pictures) {
        Map<String, Float> numbers =
            graph.run(picture.values(), picture.height(), picture.width(), wanted);
        for (String value : values) {
          float low = numbers.get(value + RangeOutputs.LOW);
          float high = numbers.get(value + RangeOutputs.HIGH);
          ranges.merge(value, range(value, low, high), ValueRange::and);
        }
      }
    }
    return ranges;
  }

  private static ValueRange range(String value, float low, float high) {
    if (!Float.isFinite(low) || !Float.isFinite(high)) {
      throw new ExportException(
          Text.of(
              "'%s' is not finite on a calibration picture: the checkpoint cannot be used, take an earlier one",
              value));
    }
    return new ValueRange(low, high);
  }
}
