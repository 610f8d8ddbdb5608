package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.image.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.sdk.runtime.Device;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A GPU restores as the CPU does; skipped where no CUDA device works. */
class CudaParityTest {

  // ONNX Runtime lets a GPU compute with the 10 bits of TF32, so values differ in the third digit:
  // less than half a level on average.
  private static final double LEAST_PSNR = 54;

  private static final GoldenSet SET = GoldenSet.ofModule();
  private static final PictureCodec CODEC = new PictureCodec();

  private static Restorer cpu;
  private static Restorer cuda;

  @BeforeAll
  static void open() {
    cpu = Restorer.builtIn(RestorerOptions.builder().device(Device.CPU).build());
    try {
      cuda = Restorer.builtIn(RestorerOptions.builder().device(Device.cuda(0)).build());
    } catch (DeviceException e) {
      Assumptions.abort("there is no CUDA device to compare with: " + e.getMessage());
    }
  }

  @AfterAll
  static void close() {
    if (cpu != null) {
      cpu.close();
    }
    if (cuda != null) {
      cuda.close();
    }
  }

  static List<GoldenCase> cases() {
    return SET.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void cudaRestoresAndClassifiesAsTheCpuDoes(GoldenCase which) {
    Restoration expected = cpu.restore(CODEC.read(SET.degraded(which)));
    Restoration actual = cuda.restore(CODEC.read(SET.degraded(which)));
    assertThat(actual.report().device()).isEqualTo(Device.cuda(0));
    assertThat(ImageQuality.rgb().psnr(actual.picture(), expected.picture()))
        .isGreaterThan(LEAST_PSNR);
    assertThat(actual.scores().orElseThrow().top())
        .isEqualTo(expected.scores().orElseThrow().top());
  }
}
