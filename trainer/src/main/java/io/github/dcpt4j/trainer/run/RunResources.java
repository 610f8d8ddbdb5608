package io.github.dcpt4j.trainer.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.github.dcpt4j.trainer.data.MemoryBudget;
import java.util.List;

/**
 * What a run may use of the machine. None of it is a part of the settings: a run may go on with
 * others, equal to rounding.
 *
 * @param devices to train on, at least one; a batch is split over all of them
 * @param pictureBytes memory for decoded training pictures; those beyond are decoded for every
 *     patch
 */
public record RunResources(List<Device> devices, long pictureBytes) {

  /**
   * Keeps an immutable copy.
   *
   * @throws IllegalArgumentException if there is no device, or the memory is negative
   */
  public RunResources {
    devices = List.copyOf(devices);
    RunSettings.require(!devices.isEmpty(), "a run needs a device");
    RunSettings.require(pictureBytes >= 0, "memory for pictures cannot be negative");
  }

  /** The first GPU, or the CPU where there is none, and what {@link MemoryBudget} leaves. */
  public static RunResources ofMachine() {
    return new RunResources(
        List.of(Engine.getInstance().getGpuCount() > 0 ? Device.gpu() : Device.cpu()),
        MemoryBudget.bytesOfMachine());
  }

  /** The same with other devices. */
  public RunResources on(List<Device> others) {
    return new RunResources(others, pictureBytes);
  }

  /** The same with other memory for pictures. */
  public RunResources holding(long bytes) {
    return new RunResources(devices, bytes);
  }
}
