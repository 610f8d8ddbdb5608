package io.github.dcpt4j.golden;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.List;

/** The built-in model's graph in ONNX Runtime on one CPU thread, without what the SDK adds. */
final class BuiltInGraph implements AutoCloseable {

  private final OnnxModel model;
  private final int sizeMultiple;

  BuiltInGraph() {
    model =
        OnnxModel.open(content(), new RuntimeOptions(Device.CPU, 1), BuiltInGraph::sizeMultiple);
    sizeMultiple = sizeMultiple(model);
  }

  private static byte[] content() {
    try (InputStream stream = Restorer.class.getResourceAsStream("model.onnx")) {
      if (stream == null) {
        throw new IllegalStateException("the sdk has no built-in model: export one into it");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in model cannot be read", e);
    }
  }

  private static int sizeMultiple(OnnxModel model) {
    return ModelCard.fromJson(model.metadata(ModelCard.METADATA_KEY).orElseThrow()).sizeMultiple();
  }

  /** What height and width of an input have to be multiples of, in pixels. */
  int sizeMultiple() {
    return sizeMultiple;
  }

  /** Runs both heads. */
  RawOutputs run(NetworkInput input) {
    ModelOutputs outputs =
        model.run(FloatBuffer.wrap(input.values()), input.count(), input.height(), input.width());
    float[] restored = new float[input.values().length];
    outputs.restored().orElseThrow().get(restored);
    return new RawOutputs(
        new Tensor(
            List.of(input.count(), Picture.CHANNELS, input.height(), input.width()), restored),
        tensor(outputs.logits().orElseThrow()));
  }

  private static Tensor tensor(float[][] rows) {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return new Tensor(List.of(rows.length, columns), values);
  }

  @Override
  public void close() {
    model.close();
  }
}
