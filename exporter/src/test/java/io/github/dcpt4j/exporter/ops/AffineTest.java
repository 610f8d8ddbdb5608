package io.github.dcpt4j.exporter.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AffineTest {

  @Test
  void one_pair_of_numbers_holds_for_any_channel() {
    Affine map = Affine.of(2, -1);

    assertThat(map.fits(1)).isTrue();
    assertThat(map.fits(7)).isTrue();
    assertThat(map.factor(6)).isEqualTo(2);
    assertThat(map.offset(6)).isEqualTo(-1);
  }

  @Test
  void several_pairs_belong_to_as_many_channels() {
    Affine map = new Affine(List.of(2.0, 3.0), List.of(4.0, 5.0));

    assertThat(map.fits(2)).isTrue();
    assertThat(map.fits(3)).isFalse();
    assertThat(map.factor(1)).isEqualTo(3);
    assertThat(map.offset(1)).isEqualTo(5);
  }

  @Test
  void factors_without_offsets_are_refused() {
    List<Double> one = List.of(1.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Affine(one, List.of()))
        .withMessageContaining("do not go in pairs");
    assertThatIllegalArgumentException().isThrownBy(() -> new Affine(List.of(), List.of()));
  }
}
