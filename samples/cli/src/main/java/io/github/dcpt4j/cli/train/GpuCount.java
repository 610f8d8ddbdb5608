package io.github.dcpt4j.cli.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many GPUs to train on.
 *
 * @param count at least 1; {@link Integer#MAX_VALUE} for all
 */
record GpuCount(int count) {

  /** Reads a number or {@code all}. */
  static final class Converter implements ITypeConverter<GpuCount> {

    @Override
    public GpuCount convert(String value) {
      if (value.equals("all")) {
        return new GpuCount(Integer.MAX_VALUE);
      }
      if (!value.matches("[1-9]\\d{0,3}")) {
        throw new TypeConversionException(Text.of("'%s' is neither a number nor 'all'", value));
      }
      return new GpuCount(Integer.parseInt(value));
    }
  }

  /**
   * The GPUs, the first first.
   *
   * @throws DeviceException if there are fewer, or none
   */
  List<Device> devices() {
    int present = Engine.getInstance().getGpuCount();
    if (present == 0 || count != Integer.MAX_VALUE && count > present) {
      throw new DeviceException(
          Text.of(
              "%d GPUs can be trained on here: ask for so many with --gpus, or leave it out",
              present));
    }
    return IntStream.range(0, Math.min(count, present)).mapToObj(Device::gpu).toList();
  }
}
