package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.sdk.error.DeviceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class DeviceTest {
  @Test
  void isReadFromTheFormsOfTheCommandLine() {
    assertThat(Device.parse("auto")).isEqualTo(Device.AUTO);
    assertThat(Device.parse("cpu")).isEqualTo(Device.CPU);
    assertThat(Device.parse("cuda")).isEqualTo(Device.cuda(0));
    assertThat(Device.parse("cuda:12")).isEqualTo(Device.cuda(12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu", "cuda:0", "cuda:3"})
  void isWrittenAsItIsRead(String text) {
    assertThat(Device.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "gpu", "CPU", "cuda:", "cuda:-1", "cuda:x", "cpu:0", "cuda:9999999999"})
  void unknownTextIsRefusedWithTheChoices(String text) {
    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> Device.parse(text))
        .withMessage("There is no device '%s': use auto, cpu, cuda or cuda:n.", text);
  }

  @Test
  void onlyCudaDevicesAreNumbered() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Device(Device.Kind.CPU, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Device.cuda(-1));
  }
}
