package io.github.dcpt4j.exporter.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.ReferenceVectors;
import io.github.dcpt4j.trainer.djl.DjlOps;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The parts of AirNet and TransWeather in DJL against their authors' code. In the exporter's
 * package, for the parts are no one else's business.
 */
class PublishedPartsWithDjlTest {

  /** A part as the vectors name it, of AirNet or of TransWeather. */
  private enum Part {
    DGG("airnet", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return AirNet.group(ops, "", 8, 2, x, inter);
      }
    },
    RESBLOCK1("airnet", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return AirNet.residualBlock(ops, "", 3, 6, 1, x);
      }
    },
    RESBLOCK2("airnet", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return AirNet.residualBlock(ops, "", 6, 8, 2, x);
      }
    },
    EMBED7("transweather", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return PatchEmbedding.ofImage(12).of(ops, "", x);
      }
    },
    EMBED3("transweather", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return PatchEmbedding.halving(12, 16).of(ops, "", x);
      }
    },
    BLOCK_SR("transweather", 6) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return new TransWeatherBlock(12, 3, 2, 2, false).of(ops, "", x);
      }
    },
    BLOCK("transweather", 5) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return new TransWeatherBlock(12, 3, 2, 1, false).of(ops, "", x);
      }
    },
    BLOCK_DEC_FEW("transweather", 3) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return new TransWeatherBlock(12, 3, 4, 1, true).of(ops, "", x);
      }
    },
    BLOCK_DEC_MANY("transweather", 7) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return new TransWeatherBlock(12, 3, 4, 1, true).of(ops, "", x);
      }
    },
    RESIDUAL("transweather", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return TransWeather.residual(ops, "", 4, x);
      }
    },
    UPSAMPLE("transweather", 1) {
      @Override
      <T> T of(Ops<T> ops, T x, T inter) {
        return ops.transposedConv("conv2d", 4, 3, x);
      }
    };

    private final String network;

    /** Rows of the image that the tokens given are; of those made, only the order matters. */
    private final int height;

    Part(String network, int height) {
      this.network = network;
      this.height = height;
    }

    abstract <T> T of(Ops<T> ops, T x, T inter);
  }

  @ParameterizedTest
  @EnumSource
  void djlMeetsTheAuthorsCode(Part part) {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/" + part.network + "_parts.safetensors");
    String name = part.name().toLowerCase(Locale.ROOT) + ".";
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> parameters = new HashMap<>();
      for (String kind : List.of("param", "buffer")) {
        vectors
            .network(name + kind)
            .asMap()
            .forEach((parameter, tensor) -> parameters.put(parameter, array(manager, tensor)));
      }
      NDArray x = image(manager, vectors.tensor(name + "input"), part.height);
      NDArray inter = part == Part.DGG ? array(manager, vectors.tensor(name + "inter")) : x;

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
