package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.Parity;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Compares graphs in ONNX Runtime with the reference back end: on a square picture and on a batch
 * of two that are not square, so that neither batch nor size can have been frozen. The reference is
 * computed once, for as many graphs as there are.
 */
final class ParityCheck {
  private static final double ABSOLUTE_TOLERANCE = 5e-5;
  private static final double RELATIVE_TOLERANCE = 1e-4;
  private static final int SMALLEST_SIDE = 8;
  private static final long SEED = 20_250_117;

  private final int side;
  private final Map<Pictures, Map<Head, double[]>> expected = new LinkedHashMap<>();

  /**
   * Computes what is to be expected.
   *
   * @param heads the heads of the graphs to be measured
   */
  ParityCheck(Checkpoint checkpoint, Set<Head> heads) {
    RestorationNetwork network = checkpoint.model().network();
    int multiple = network.sizeMultiple();
    int smallest = Math.max(SMALLEST_SIDE, network.minimumSize());
    side = (smallest + multiple - 1) / multiple * multiple;
    int channels = network.inputChannels();
    for (Pictures pictures :
        List.of(
            new Pictures(1, channels, 2 * side, 2 * side),
            new Pictures(2, channels, side, 2 * side))) {
      expected.put(pictures, reference(checkpoint, heads, pictures.tensor()));
    }
  }

  private static Map<Head, double[]> reference(
      Checkpoint checkpoint, Set<Head> heads, ReferenceTensor image) {
    ModelDefinition model = checkpoint.model();
    ReferenceOps ops = new ReferenceOps(checkpoint.weights());
    Features<ReferenceTensor> features = model.network().features(ops, image);
    Map<Head, double[]> results = new EnumMap<>(Head.class);
    if (heads.contains(Head.RESTORATION)) {
      results.put(Head.RESTORATION, features.restored().toDoubles());
    }
    if (heads.contains(Head.CLASSIFICATION)) {
      ReferenceTensor logits =
          model.classifier().orElseThrow().logits(ops, features.stages(), image);
      results.put(Head.CLASSIFICATION, logits.toDoubles());
    }
    return results;
  }

  /**
   * Runs a graph.
   *
   * @return the largest difference of every head
   * @throws ExportException if a value is not finite, or differs by more than rounding explains
   */
  Parity measure(OnnxModel exported) {
    Map<Head, Double> differences = new EnumMap<>(Head.class);
    expected.forEach(
        (pictures, heads) -> {
          ModelOutputs outputs =
              exported.run(
                  pictures.buffer(), pictures.count(), pictures.height(), pictures.width());
          heads.forEach(
              (head, values) ->
                  differences.merge(
                      head, difference(head, values, values(outputs, head)), Math::max));
        });
    return new Parity(2 * side, 2 * side, differences);
  }

  private static float[] values(ModelOutputs outputs, Head head) {
    return switch (head) {
      case RESTORATION -> floats(outputs.restored().orElseThrow());
      case CLASSIFICATION -> flat(outputs.logits().orElseThrow());
    };
  }

  private static double difference(Head head, double[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new ExportException(
          Text.of(
              "the %s head gives %d values instead of %d: this is a fault of the exporter, report it",
              name(head), actual.length, expected.length));
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Double.isFinite(expected[i]) || !Float.isFinite(actual[i])) {
        throw new ExportException(
            Text.of(
                "the %s head gives values that are not finite: the checkpoint cannot be used, take an earlier one",
                name(head)));
      }
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    // Rounding grows with the values that were summed up, not with the single result.
    double allowed = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * largest;
    if (difference > allowed) {
      throw new ExportException(
          Text.of(
              "the %s head differs by %.3g from the reference, more than %.3g: this is a fault of the exporter, report it",
              name(head), difference, allowed));
    }
    return difference;
  }

  private static String name(Head head) {
    return head.name().toLowerCase(Locale.ROOT);
  }

  private static float[] floats(FloatBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    buffer.duplicate().get(values);
    return values;
  }

  private static float[] flat(float[][] rows) {
    FloatBuffer values = FloatBuffer.allocate(rows.length * rows[0].length);
    for (float[] row : rows) {
      values.put(row);
    }
    return values.array();
  }

  /** Noise of a fixed seed: values from 0 to 1. */
  private record Pictures(int count, int channels, int height, int width) {

    private float[] values() {
      SplittableRandom random = new SplittableRandom(SEED);
      float[] values = new float[count * channels * height * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      return values;
    }

    FloatBuffer buffer() {
      float[] values = values();
      return ByteBuffer.allocateDirect(values.length * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer()
          .put(values)
          .flip();
    }

    ReferenceTensor tensor() {
      return ReferenceTensor.of(count, channels, height, width, values());
    }
  }
}
