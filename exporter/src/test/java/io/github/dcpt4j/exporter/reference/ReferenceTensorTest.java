package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReferenceTensorTest {

  private final ReferenceTensor tensor =
      ReferenceTensor.of(1, 2, 1, 3, new float[] {1, 2, 3, 4, 5, 6});

  @Test
  void valuesLieRowMajor() {
    assertThat(tensor.at(0, 1, 0, 2)).isEqualTo(6);
    assertThat(tensor.at(0, 0, 0, 1)).isEqualTo(2);
    assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(tensor).hasToString("[1, 2, 1, 3]");
  }

  @Test
  void neitherTheGivenNorTheReturnedArrayReachesInside() {
    float[] given = {7};
    ReferenceTensor one = ReferenceTensor.of(1, 1, 1, 1, given);
    given[0] = 8;
    one.toDoubles()[0] = 9;
    assertThat(one.at(0, 0, 0, 0)).isEqualTo(7);
  }

  @Test
  void thereIsNothingBesideTheTensor() {
    assertThatThrownBy(() -> tensor.at(0, 0, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("there is no [0, 0, 0, 3] in [1, 2, 1, 3]");
    assertThatThrownBy(() -> tensor.at(0, -1, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.at(1, 0, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void sizesHaveToBePositiveAndToFitTheValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceTensor.of(1, 2, 1, 3, new float[5]))
        .withMessage("a tensor [1, 2, 1, 3] holds 6 values, not 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceTensor.of(1, 0, 1, 3, new float[0]))
        .withMessageContaining("positive sizes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceTensor.of(1, 65536, 65536, 1, new float[0]))
        .withMessageContaining("too large");
  }
}
