package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {

  @Test
  void isAThirdOfThePictures() {
    List<BitSet> divisions = HeldOut.draw(10, 5, 1);

    assertThat(divisions).hasSize(5);
    assertThat(divisions)
        .allSatisfy(
            heldOut -> {
              assertThat(heldOut.cardinality()).isEqualTo(3);
              assertThat(heldOut.length()).isLessThanOrEqualTo(10);
            });
  }

  @Test
  void differsFromDivisionToDivisionAndSeedToSeedOnly() {
    assertThat(HeldOut.draw(30, 5, 1)).doesNotHaveDuplicates();
    assertThat(HeldOut.draw(30, 5, 1)).isEqualTo(HeldOut.draw(30, 5, 1));
    assertThat(HeldOut.draw(30, 5, 1)).isNotEqualTo(HeldOut.draw(30, 5, 2));
  }
}
