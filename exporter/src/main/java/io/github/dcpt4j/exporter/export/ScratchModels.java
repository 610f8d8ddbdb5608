package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Model files that are written beside a target to be run, and removed again.
 *
 * @param target the file that is to be made with their help
 * @param largestSingleFile size in bytes above which the weights go to a file of their own
 * @param sizeMultiple what height and width of the pictures have to be multiples of
 */
record ScratchModels(Path target, long largestSingleFile, int sizeMultiple) {

  /** Uses the file of a graph as long as it is there. */
  <T> T withFile(Graph graph, Function<Path, T> use) {
    try (PartModel part = PartModel.beside(target)) {
      part.write(new OnnxFile(graph, Map.of()), largestSingleFile);
      return use.apply(part.model());
    } catch (IOException e) {
      throw PendingExport.unwritable(target, e);
    }
  }

  /** Uses a graph in ONNX Runtime. */
  <T> T withModel(Graph graph, Function<OnnxModel, T> use) {
    return withFile(
        graph,
        file -> {
          try (OnnxModel model = OnnxModel.open(file, RuntimeOptions.CPU, any -> sizeMultiple)) {
            return use.apply(model);
          }
        });
  }
}
