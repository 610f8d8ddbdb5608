package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.weights.Init;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sum of shifted planes against the definition, value by value. */
class ConvolutionTest {

  private final SplittableRandom random = new SplittableRandom(3);

  static Stream<Conv> shapes() {
    return Stream.of(
        Conv.pointwise(5, 7),
        Conv.same(3, 2, 3),
        Conv.same(2, 3, 5),
        Conv.depthwise(4),
        Conv.same(3, 4, 2).withStride(2, 0),
        Conv.same(3, 4, 7).withStride(2, 3),
        Conv.same(2, 2, 3).withStride(3, 2),
        Conv.same(1, 1, 3).withStride(1, 4),
        new Conv(6, 4, 3, 2, 1, 2, true, Init.fanIn(27), Init.fanIn(27)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void every_shape_meets_the_definition_at_every_small_size(Conv conv) {
    float[] weight = noise(conv.out() * conv.fanIn());
    float[] bias = noise(conv.out());
    for (int height = 1; height <= 9; height++) {
      for (int width = 1; width <= 9; width++) {
        if (Math.min(Convolution.resultSize(conv, height), Convolution.resultSize(conv, width))
            > 0) {
          ReferenceTensor x = image(2, conv.in(), height, width);
          requireDefinition(conv, weight, bias, x, new Convolution(conv, weight, bias).of(x));
        }
      }
    }
  }

  private static void requireDefinition(
      Conv conv, float[] weight, float[] bias, ReferenceTensor x, ReferenceTensor result) {
    for (int n = 0; n < result.batch(); n++) {
      for (int out = 0; out < result.channels(); out++) {
        for (int y = 0; y < result.height(); y++) {
          for (int column = 0; column < result.width(); column++) {
            assertThat(result.at(n, out, y, column))
                .as("[%d, %d, %d, %d] of %s for %s", n, out, y, column, conv, x)
                .isCloseTo(bias[out] + sum(conv, weight, x, n, out, y, column), within(1e-12));
          }
        }
      }
    }
  }

  private static double sum(
      Conv conv, float[] weight, ReferenceTensor x, int n, int out, int y, int column) {
    int k = conv.kernel();
    int inputs = conv.in() / conv.groups();
    int first = out / (conv.out() / conv.groups()) * inputs;
    double sum = 0;
    for (int in = 0; in < inputs; in++) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          int row = y * conv.stride() - conv.padding() + i;
          int place = column * conv.stride() - conv.padding() + j;
          if (x.isPixel(row, place)) {
            sum +=
                (double) weight[((out * inputs + in) * k + i) * k + j]
                    * x.at(n, first + in, row, place);
          }
        }
      }
    }
    return sum;
  }

  private ReferenceTensor image(int batch, int channels, int height, int width) {
    return ReferenceTensor.of(
        batch, channels, height, width, noise(batch * channels * height * width));
  }

  private float[] noise(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}
