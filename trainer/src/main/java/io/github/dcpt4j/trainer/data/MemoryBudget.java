package io.github.dcpt4j.trainer.data;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** How much memory the decoded pictures of a run may take together. Used by one thread. */
public final class MemoryBudget {

  private static final double SHARE = 0.6;

  private final long bytes;
  private long taken;

  /**
   * A budget of a size.
   *
   * @param bytes that all pictures together may take
   */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /** The budget of {@link #bytesOfMachine}. */
  static MemoryBudget ofMachine() {
    return new MemoryBudget(bytesOfMachine());
  }

  /**
   * Three fifths of the memory that this process may use: that of the machine or its container, or
   * what JavaCPP, which holds the pictures, is limited to ({@code
   * org.bytedeco.javacpp.maxPhysicalBytes}; four times Java's heap where it is not set).
   */
  public static long bytesOfMachine() {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long allowed = Pointer.maxPhysicalBytes();
    return (long) (SHARE * (allowed > 0 ? Math.min(machine, allowed) : machine));
  }

  /** Sets room aside, if there is enough. */
  boolean take(long room) {
    if (room > bytes - taken) {
      return false;
    }
    taken += room;
    return true;
  }
}
