package io.github.dcpt4j.exporter.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.ReferenceVectors;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WindowAttentionTest {

  private static final WindowAttention SHIFTED = new WindowAttention(12, 3, 4, 2, true, true);
  private static final String BLOCK = "buffer.layers.0.residual_group.blocks.1.";

  @Test
  void relativePositionsAreThoseOfTheAuthorsBuffer() throws IOException {
    float[] stored = buffer("attn.relative_position_index");
    assertThat(stored).hasSize(256);
    for (int i = 0; i < stored.length; i++) {
      assertThat(SHIFTED.relativePosition(i / 16, i % 16)).isEqualTo((int) stored[i]);
    }
    assertThat(SHIFTED.relativePositions()).isEqualTo(49);
  }

  @Test
  void theMaskIsThatOfTheAuthorsBuffer() throws IOException {
    // Two rows of four windows.
    float[] stored = buffer("attn_mask");
    assertThat(stored).hasSize(8 * 256).contains(0, -100);
    for (int i = 0; i < stored.length; i++) {
      int window = i / 256;
      boolean apart = SHIFTED.separates(window / 4 == 1, window % 4 == 3, i / 16 % 16, i % 16);
      assertThat(apart ? WindowAttention.MASKED : 0).isEqualTo(stored[i]);
    }
  }

  private static float[] buffer(String name) throws IOException {
    return ReferenceVectors.bundled("swinir_orig_1layer_rect.safetensors")
        .tensor(BLOCK + name)
        .data();
  }

  @Test
  void onlyShiftedWindowsNeedAMask() {
    assertThat(SHIFTED.needsMask()).isTrue();
    assertThat(new WindowAttention(12, 3, 4, 0, true, true).needsMask()).isFalse();
    assertThat(new WindowAttention(12, 3, 4, 2, true, false).needsMask()).isFalse();
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowAttention(12, 5, 4, 0, true, true))
        .withMessageContaining("12 channels do not divide into 5 heads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowAttention(12, 3, 4, 4, true, true))
        .withMessageContaining("shifted by 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WindowAttention(12, 3, 0, 0, true, true));
  }
}
