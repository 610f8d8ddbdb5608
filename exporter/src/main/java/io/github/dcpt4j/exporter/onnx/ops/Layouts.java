package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Feature maps that exist as [N, H, W, C] too: what can is computed there, without a way there and
 * back for each operation.
 */
final class Layouts {

  private final Map<Value, Value> channelsLast = new HashMap<>();

  /** For feature maps, an earlier one of the same height and width. */
  private final Map<Value, Value> sized = new HashMap<>();

  /** Whether a feature map exists as [N, H, W, C] already. */
  boolean isChannelsLastToo(Value x) {
    return channelsLast.containsKey(x);
  }

  /**
   * A feature map as [N, H, W, C].
   *
   * @param scope what asks for it
   */
  Value channelsLast(Scope scope, Value x) {
    return channelsLast.computeIfAbsent(
        x, first -> scope.transposed("channels_last", first, 0, 2, 3, 1));
  }

  /**
   * What is [N, H, W, C] as a feature map again.
   *
   * @param scope what made it
   * @param like a feature map of the same height and width
   */
  Value channelsFirst(Scope scope, Value last, Value like) {
    Value first = scope.transposed("channels_first", last, 0, 3, 1, 2);
    channelsLast.put(first, last);
    return ofSizeOf(like, first);
  }

  /** Notes that a feature map has the height and width of another one, and gives it back. */
  Value ofSizeOf(Value like, Value result) {
    sized.put(result, sizeOf(like));
    return result;
  }

  /** The earliest feature map that is known to have the same height and width. */
  Value sizeOf(Value x) {
    return sized.getOrDefault(x, x);
  }
}
