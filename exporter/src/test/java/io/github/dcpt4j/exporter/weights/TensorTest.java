package io.github.dcpt4j.exporter.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void shapeHasToSayHowManyValuesThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor(List.of(2, 3), new float[5]))
        .withMessage("a tensor of shape [2, 3] holds 6 values, not 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor(List.of(-2, -3), new float[6]))
        .withMessage("a tensor cannot have the shape [-2, -3]");
  }

  @Test
  void scalarsAndEmptyTensorsAreTensors() {
    assertThat(new Tensor(List.of(), new float[] {1}).shape()).isEmpty();
    assertThat(new Tensor(List.of(0, 4), new float[0]).data()).isEmpty();
  }

  @Test
  void tensorsAreEqualByShapeAndValues() {
    Tensor tensor = new Tensor(List.of(2), new float[] {1, 2});
    assertThat(tensor)
        .isEqualTo(new Tensor(List.of(2), new float[] {1, 2}))
        .hasSameHashCodeAs(new Tensor(List.of(2), new float[] {1, 2}))
        .isNotEqualTo(new Tensor(List.of(2), new float[] {1, 3}))
        .isNotEqualTo(new Tensor(List.of(2, 1), new float[] {1, 2}));
  }
}
