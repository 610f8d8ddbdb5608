package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.quality.ImageQuality;
import io.github.dcpt4j.sdk.runtime.Device;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A GPU restores as the CPU does; skipped where no CUDA device works. */
class CudaParityTest {

  // ONNX Runtime lets a GPU compute with the 10 bits of TF32, so values differ in the third digit:
  // less than half a level on average.
  private static final double LEAST_PSNR = 54;

  private final PictureCodec codec = new PictureCodec();

  @Test
  void cudaRestoresAndClassifiesAsTheCpuDoes() {
    GoldenSet set = GoldenSet.ofModule();
    try (Restorer cpu = open(Device.CPU);
        Restorer cuda = openOrSkip(Device.cuda(0))) {
      for (GoldenCase which : set.cases()) {
        Picture degraded = codec.read(set.degraded(which));
        Restoration expected = cpu.restore(degraded);
        Restoration actual = cuda.restore(degraded);
        assertThat(actual.report().device()).isEqualTo(Device.cuda(0));
        assertThat(ImageQuality.rgb().psnr(actual.picture(), expected.picture()))
            .as("likeness of %s in dB", which)
            .isGreaterThan(LEAST_PSNR);
        assertThat(actual.scores().orElseThrow().top())
            .as("label of %s", which)
            .isEqualTo(expected.scores().orElseThrow().top());
      }
    }
  }

  private static Restorer openOrSkip(Device device) {
    try {
      return open(device);
    } catch (DeviceException e) {
      return Assumptions.abort("there is no GPU to compare with: " + e.getMessage());
    }
  }

  private static Restorer open(Device device) {
    return Restorer.builtIn(RestorerOptions.builder().device(device).build());
  }
}
