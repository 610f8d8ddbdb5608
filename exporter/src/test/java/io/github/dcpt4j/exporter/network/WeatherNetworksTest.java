package io.github.dcpt4j.exporter.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations, sizes and limits of AirNet and TransWeather. */
class WeatherNetworksTest {

  private static final TransWeather SMALL = new TransWeather(List.of(8, 8, 8, 8), true);

  @ParameterizedTest
  @CsvSource({"0,1,1", "8,0,1", "8,1,0", "8,1,100000", "100000,1,1"})
  void airNetOutOfRangeIsRefused(int features, int groups, int blocks) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AirNet(features, groups, blocks))
        .withMessageStartingWith("airnet needs 1 to");
  }

  static Stream<List<Integer>> wrongWidths() {
    return Stream.of(List.of(8, 8, 8), List.of(8, 8, 8, 12), List.of(8, 8, 8, 0));
  }

  @ParameterizedTest
  @MethodSource("wrongWidths")
  void transWeatherNeedsFourWidthsThatHeadsAndTailDivide(List<Integer> widths) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransWeather(widths, true))
        .withMessageContaining("multiples of 8");
  }

  @Test
  void laterChangesOfTheGivenListDoNotReachTheNetwork() {
    List<Integer> widths = new ArrayList<>(List.of(8, 8, 8, 8));
    TransWeather network = new TransWeather(widths, true);
    widths.set(0, 16);
    assertThat(network.widths()).containsExactly(8, 8, 8, 8);
  }

  @ParameterizedTest
  @CsvSource({"48,48", "48,80", "64,64", "80,48", "112,144"})
  void transWeatherTakesMultiplesOfItsSizeMultipleFromTheSmallestOn(int height, int width) {
    assertThat(ModelSummary.multiplyAccumulates(SMALL, height, width)).isPositive();
    assertThat(height % SMALL.sizeMultiple()).isZero();
    assertThat(Math.min(height, width)).isGreaterThanOrEqualTo(SMALL.minimumSize());
  }

  @ParameterizedTest
  @CsvSource({"16,16", "32,64", "64,32", "40,56", "36,44", "72,72"})
  void transWeatherFailsOnTheSizesOnWhichItsAuthorsCodeFails(int height, int width) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelSummary.multiplyAccumulates(SMALL, height, width))
        .withMessageContaining("does not fit");
  }

  @Test
  void airNetTakesAnySizeAndReachesAsFarAsItsKernels() {
    AirNet network = AirNet.published();
    assertThat(network.sizeMultiple()).isEqualTo(1);
    assertThat(network.minimumSize()).isEqualTo(1);
    // Five groups of five blocks of four kernels, one more in each group, three around them.
    assertThat(network.receptiveField().pixels()).hasValue(5 * (5 * 4 + 1) + 3);
    assertThat(TransWeather.published().receptiveField().pixels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noClassifierFitsANetworkWithoutStages(boolean airNet) {
    RestorationNetwork network = airNet ? AirNet.published() : SMALL;
    assertThat(network.stageChannels()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DegradationClassifier.fitting(network, 1, 5))
        .withMessageContaining("no decoder stages");
  }
}
