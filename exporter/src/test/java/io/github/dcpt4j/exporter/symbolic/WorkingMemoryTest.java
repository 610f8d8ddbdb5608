package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkingMemoryTest {

  @Test
  void followsFromTheLargestOperation() {
    // The depthwise convolution of the finest level reads and gives twice the width in floats.
    assertThat(WorkingMemory.bytesPerPixel(nafNet(16))).isEqualTo((int) (4.5 * 4 * (32 + 32)));
    assertThat(WorkingMemory.bytesPerPixel(nafNet(32))).isEqualTo((int) (4.5 * 4 * (64 + 64)));
  }

  private static NafNet nafNet(int width) {
    return new NafNet(width, List.of(1, 1, 1, 2), 1, List.of(1, 1, 1, 1));
  }
}
