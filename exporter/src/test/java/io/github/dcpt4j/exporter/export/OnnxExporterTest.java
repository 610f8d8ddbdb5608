package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExporterTest {

  @TempDir Path folder;

  @Test
  void an_exported_nafnet_meets_the_reference_vectors() throws Exception {
    ReferenceVectors vectors =
        ReferenceVectors.read(
            "nafnet_small.safetensors",
            new NafNet(8, List.of(1, 1, 1, 2), 1, List.of(1, 1, 1, 1)),
            1,
            5);
    Path target = folder.resolve("model.onnx");
    ModelCard card =
        new OnnxExporter()
            .export(
                vectors.checkpoint(),
                ExportOptions.everything("small", vectors.checkpoint().model()),
                target);
    System.out.println(card.toJson() + " " + Files.size(target));
    List<Integer> shape = vectors.input().shape();
    try (OnnxModel model = OnnxModel.open(target, RuntimeOptions.CPU, m -> 16)) {
      ModelOutputs outputs =
          model.run(
              FloatBuffer.wrap(vectors.input().data()), shape.get(0), shape.get(2), shape.get(3));
      float[] restored = new float[vectors.output().data().length];
      outputs.restored().orElseThrow().get(restored);
      float worst = 0;
      for (int i = 0; i < restored.length; i++) {
        worst = Math.max(worst, Math.abs(restored[i] - vectors.output().data()[i]));
      }
      System.out.println(worst);
    }
  }
}
