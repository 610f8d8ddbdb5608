package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.PublishedPart;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.trainer.Closeness;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parts of AirNet and TransWeather in DJL against their authors' code. */
class PublishedPartsWithDjlTest {

  @ParameterizedTest
  @EnumSource
  void djlMeetsTheAuthorsCode(PublishedPart part) {
    ReferenceVectors vectors = ReferenceVectors.shared(part.file());
    String name = part.name().toLowerCase(Locale.ROOT) + ".";
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new HashMap<>();
      for (String kind : List.of("param", "buffer")) {
        vectors
            .network(name + kind)
            .asMap()
            .forEach((parameter, tensor) -> parameters.put(parameter, array(manager, tensor)));
      }
      NDArray x = image(manager, vectors.tensor(name + "input"), part.height());
      NDArray inter =
          part == PublishedPart.DGG ? array(manager, vectors.tensor(name + "inter")) : x;

      NDArray actual = part.of(new DjlOps(parameters), x, inter);

      NDArray expected = image(manager, vectors.tensor(name + "output"), 1);
      Closeness.OUTPUT.check(part.name(), actual.toFloatArray(), expected.toFloatArray());
    }
  }

  /** Tokens [N, T, C] as an image [N, C, height, T / height]; images as they are. */
  private static NDArray image(NDManager manager, Tensor tensor, int height) {
    NDArray array = array(manager, tensor);
    if (tensor.shape().size() == 4) {
      return array;
    }
    Shape shape = array.getShape();
    return array
        .transpose(0, 2, 1)
        .reshape(shape.get(0), shape.get(2), height, shape.get(1) / height);
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    long[] shape = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    return manager.create(tensor.data(), new Shape(shape));
  }
}
