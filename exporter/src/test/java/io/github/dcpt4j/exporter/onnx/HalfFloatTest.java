package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.platform.Fp16Conversions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

  @Test
  void every_finite_half_keeps_its_bits() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Fp16Conversions.fp16ToFloat((short) bits);
      if (Float.isFinite(value)) {
        assertThat(HalfFloat.bits(value)).as("%s", value).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void values_between_two_halves_go_to_the_nearer_one_and_ties_to_the_even_one() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = Fp16Conversions.fp16ToFloat((short) bits);
      float high = Fp16Conversions.fp16ToFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;

      assertThat(HalfFloat.bits(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloat.bits(middle)).isEqualTo((short) even);
      assertThat(HalfFloat.bits(-Math.nextUp(middle))).isEqualTo((short) (0x8000 | bits + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65504, 7bff",
    "65519.99, 7bff",
    "65520, 7c00",
    "-1e30, fc00",
    "Infinity, 7c00",
    "NaN, 7e00",
    "1e-30, 0",
    "-0.0, 8000"
  })
  void the_ends_of_the_range_are_those_of_the_standard(float value, String bits) {
    assertThat(HalfFloat.bits(value)).isEqualTo((short) Integer.parseInt(bits, 16));
  }
}
