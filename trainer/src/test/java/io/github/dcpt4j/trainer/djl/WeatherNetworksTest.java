package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small complete AirNets and TransWeathers in DJL against the reference. */
class WeatherNetworksTest {

  private static final Closeness TO_REFERENCE = new Closeness(2e-5, 5e-5);

  static Stream<Arguments> networks() {
    AirNet airNet = new AirNet(4, 2, 1);
    TransWeather transWeather = new TransWeather(List.of(8, 16, 8, 16), true);
    TransWeather base = new TransWeather(List.of(16, 8, 16, 8), false);
    return Stream.of(
        Arguments.of(airNet, 1, 1, 7),
        Arguments.of(airNet, 2, 13, 10),
        Arguments.of(transWeather, 1, 48, 80),
        Arguments.of(transWeather, 2, 64, 48),
        Arguments.of(base, 2, 48, 64));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTheReference(RestorationNetwork network, int batch, int height, int width) {
    List<Parameter> layout = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
    Weights weights = halved(RandomWeights.of(layout, 7));
    float[] image = RandomWeights.values(batch * 3 * height * width, 5);

    float[] expected =
        network
            .restore(new ReferenceOps(weights), ReferenceTensor.of(batch, 3, height, width, image))
            .toFloats();
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
      float[] actual =
          network
              .restore(
                  new DjlOps(parameters.views()),
                  manager.create(image, new Shape(batch, 3, height, width)))
              .toFloatArray();
      TO_REFERENCE.check("output", actual, expected);
    }
  }

  /** Smaller weights, with which many layers in a row neither explode nor saturate. */
  private static Weights halved(Weights weights) {
    Map<String, Tensor> smaller = new LinkedHashMap<>(weights.asMap());
    smaller.replaceAll(
        (name, tensor) -> {
          float[] values = tensor.data().clone();
          for (int i = 0; name.endsWith(".weight") && i < values.length; i++) {
            values[i] *= 0.5f;
          }
          return new Tensor(tensor.shape(), values);
        });
    return new Weights(smaller);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 3, 40})
  void deformedConvolutionAgreesWithTheReferenceWhateverItsShifts(float spread) {
    Weights weights =
        new Weights(
            Map.of(
                "d.weight", new Tensor(List.of(4, 3, 3, 3), RandomWeights.values(108, 1)),
                "s.weight", new Tensor(List.of(27, 3, 1, 1), RandomWeights.values(81, 2))));
    float[] image = RandomWeights.values(2 * 3 * 6 * 5, 3);
    Conv steering = Conv.pointwise(3, 27).withoutBias();

    ReferenceOps reference = new ReferenceOps(weights);
    ReferenceTensor x = ReferenceTensor.of(2, 3, 6, 5, image);
    ReferenceTensor s = reference.affine(reference.conv("s", steering, x), Affine.of(spread, 0));
    float[] expected = reference.deformableConv("d", new DeformableConv(3, 4), x, s).toFloats();
    try (NDManager manager = NDManager.newBaseManager()) {
      DjlOps ops =
          new DjlOps(
              Map.of(
                  "d.weight", manager.create(weights.get("d.weight").data(), new Shape(4, 3, 3, 3)),
                  "s.weight",
                      manager.create(weights.get("s.weight").data(), new Shape(27, 3, 1, 1))));
      NDArray y = manager.create(image, new Shape(2, 3, 6, 5));
      NDArray t = ops.affine(ops.conv("s", steering, y), Affine.of(spread, 0));
      // Rounded shifts move what is read by as much: far ones lose more of their last digits.
      new Closeness(2e-5 * Math.max(1, spread), 1e-4)
          .check(
              "output",
              ops.deformableConv("d", new DeformableConv(3, 4), y, t).toFloatArray(),
              expected);
    }
  }
}
