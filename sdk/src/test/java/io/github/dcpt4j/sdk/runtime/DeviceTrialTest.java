package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnxruntime.OrtException;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.SessionOpener.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DeviceTrialTest {
  private static final int INTS_ATTRIBUTE = 7;

  @Test
  void tellsWhichProviderComputed() {
    DeviceTrial trial = DeviceTrial.on(Device.CPU);

    assertThat(trial.device()).isEqualTo(Device.CPU);
    assertThat(trial.providers()).containsOnlyKeys("CPUExecutionProvider");
    assertThat(trial.providers().get("CPUExecutionProvider")).isPositive();
    assertThat(trial.fallbackReason()).isEmpty();
  }

  @Test
  void aDeviceThatLeavesTheWorkToTheCpuIsSeenThrough() {
    DeviceTrial trial = DeviceTrial.on(Device.cuda(0), withCuda((options, device) -> {}));

    assertThat(trial.device()).isEqualTo(Device.cuda(0));
    assertThat(trial.providers()).containsOnlyKeys("CPUExecutionProvider");
  }

  @Test
  void theAutomaticChoiceTellsWhyItTookTheCpu() {
    Function<ModelSource, SessionOpener> broken =
        withCuda(
            (options, device) -> {
              throw new OrtException("CUDA failure 35");
            });

    assertThat(DeviceTrial.on(Device.AUTO, broken).fallbackReason())
        .get()
        .asString()
        .contains("CUDA failure 35");
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> DeviceTrial.on(Device.cuda(1), broken))
        .withMessageStartingWith("The device cuda:1 does not work (CUDA failure 35)");
  }

  @Test
  void theGraphIsAnIdentityConvolutionAndAReLu() throws IOException {
    try (InputStream resource = DeviceTrial.class.getResourceAsStream("trial.onnx")) {
      assertThat(resource.readAllBytes()).isEqualTo(graph());
    }
  }

  private static Function<ModelSource, SessionOpener> withCuda(Accelerator cuda) {
    return source -> new SessionOpener(source, 1, cuda);
  }

  private static byte[] graph() {
    float[] identity = new float[3 * 3 * 3 * 3];
    for (int channel = 0; channel < 3; channel++) {
      identity[(channel * 3 + channel) * 9 + 4] = 1;
    }
    Protobuf weights =
        new Protobuf()
            .number(1, 3)
            .number(1, 3)
            .number(1, 3)
            .number(1, 3)
            .number(2, 1)
            .text(8, "weights")
            .floats(9, identity);
    Protobuf pads =
        new Protobuf()
            .text(1, "pads")
            .number(8, 1)
            .number(8, 1)
            .number(8, 1)
            .number(8, 1)
            .number(20, INTS_ATTRIBUTE);
    Protobuf graph =
        new Protobuf()
            .message(
                1,
                new Protobuf()
                    .text(1, OnnxModel.IMAGE)
                    .text(1, "weights")
                    .text(2, "convolved")
                    .text(4, "Conv")
                    .message(5, pads))
            .message(
                1, new Protobuf().text(1, "convolved").text(2, OnnxModel.RESTORED).text(4, "Relu"))
            .text(2, "trial")
            .message(5, weights)
            .message(11, value(OnnxModel.IMAGE))
            .message(12, value(OnnxModel.RESTORED));
    return new Protobuf()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, 13))
        .toBytes();
  }

  private static Protobuf value(String name) {
    Protobuf shape = new Protobuf();
    for (String dimension : new String[] {"N", "3", "H", "W"}) {
      shape.message(
          1,
          dimension.equals("3") ? new Protobuf().number(1, 3) : new Protobuf().text(2, dimension));
    }
    Protobuf tensor = new Protobuf().number(1, 1).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
