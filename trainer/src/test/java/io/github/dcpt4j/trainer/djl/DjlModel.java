package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a network and its head make of an image, computed with DJL and taken off the device. */
record DjlModel(float[] output, List<float[]> stages, float[] logits) {

  static DjlModel run(
      RestorationNetwork network,
      DegradationClassifier classifier,
      List<Parameter> layout,
      Weights weights,
      float[] image,
      Shape shape) {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
      DjlOps ops = new DjlOps(parameters.views());
      NDArray input = manager.create(image, shape);
      Features<NDArray> features = network.features(ops, input);
      List<float[]> stages = new ArrayList<>();
      features.stages().forEach(stage -> stages.add(stage.toFloatArray()));
      return new DjlModel(
          features.restored().toFloatArray(),
          stages,
          classifier.logits(ops, features.stages(), input).toFloatArray());
    }
  }

  /** All parameters of a network and its classifier. */
  static List<Parameter> layout(RestorationNetwork network, DegradationClassifier classifier) {
    List<String> labels =
        IntStream.range(0, classifier.classes()).mapToObj(Integer::toString).toList();
    return ModelSummary.of(ModelDefinition.of(network, classifier, labels)).parameters();
  }
}
