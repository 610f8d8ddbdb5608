package io.github.dcpt4j.sdk.runtime;

import io.github.dcpt4j.sdk.error.DeviceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model runs, or is asked to run.
 *
 * <p>CUDA needs NVIDIA's driver and the libraries of CUDA 12 and cuDNN 9, of the system or on the
 * class path (see {@link CudaSurvey}); it has never been run on a GPU by us. TensorRT and CoreML
 * are left out: the packages hold ONNX Runtime's side of them alone (TensorRT itself is not on
 * Maven's central repository), and neither could be tried.
 *
 * @param kind the kind of device
 * @param index which one of its kind, from 0; 0 except for CUDA
 */
public record Device(Kind kind, int index) {
  /** Asks for the best device that works: CUDA, else the CPU. */
  public static final Device AUTO = new Device(Kind.AUTO, 0);

  /** The central processor. */
  public static final Device CPU = new Device(Kind.CPU, 0);

  private static final Pattern CUDA_TEXT = Pattern.compile("cuda(?::(\\d{1,3}))?");

  /** The kinds of devices. */
  public enum Kind {
    /** Whatever works best; only a wish, never the device that ran. */
    AUTO,
    /** The central processor. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the index is negative, or not 0 for a kind without indices
   */
  public Device {
    if (index < 0 || index > 0 && kind != Kind.CUDA) {
      throw new IllegalArgumentException("index " + index + " of a " + kind + " device");
    }
  }

  /**
   * Returns an NVIDIA GPU.
   *
   * @param index its number, from 0, as CUDA counts
   */
  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @param text {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:n}
   * @throws DeviceException if the text is none of these
   */
  public static Device parse(String text) {
    if (text.equals("auto")) {
      return AUTO;
    }
    if (text.equals("cpu")) {
      return CPU;
    }
    Matcher cuda = CUDA_TEXT.matcher(text);
    if (!cuda.matches()) {
      throw new DeviceException(
          "There is no device '" + text + "': use auto, cpu, cuda or cuda:n.");
    }
    return cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
  }

  /** Returns {@code auto}, {@code cpu} or {@code cuda:n}. */
  @Override
  public String toString() {
    return switch (kind) {
      case AUTO -> "auto";
      case CPU -> "cpu";
      case CUDA -> "cuda:" + index;
    };
  }
}
