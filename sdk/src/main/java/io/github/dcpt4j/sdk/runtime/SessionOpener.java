package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.ModelException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Opens ONNX Runtime sessions of one model on a given device. */
final class SessionOpener {
  private static final Set<OrtErrorCode> FAULTS_OF_THE_MODEL =
      Set.of(
          OrtErrorCode.ORT_NO_SUCHFILE,
          OrtErrorCode.ORT_NO_MODEL,
          OrtErrorCode.ORT_INVALID_PROTOBUF,
          OrtErrorCode.ORT_INVALID_GRAPH);

  // Opened before any session options: adding CUDA to them needs its logger.
  private final OrtEnvironment environment = environment();
  private final ModelSource source;
  private final int threads;

  /**
   * Creates an opener.
   *
   * @param source where the model comes from
   * @param threads threads of one operation; 0 for ONNX Runtime's choice
   */
  SessionOpener(ModelSource source, int threads) {
    this.source = source;
    this.threads = threads;
  }

  /** Where a model comes from. */
  @FunctionalInterface
  interface ModelSource {
    OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  static OrtEnvironment environment() {
    return Library.ENVIRONMENT;
  }

  OrtSession openOnCpu() {
    try (SessionOptions options = options()) {
      return source.open(environment, options);
    } catch (OrtException e) {
      throw unusableModel(e);
    }
  }

  OrtSession openOnCuda(Device device) {
    CudaDriver.require();
    provideCuda(device);
    try (SessionOptions options = options()) {
      options.addCUDA(device.index());
      return source.open(environment, options);
    } catch (OrtException e) {
      throw FAULTS_OF_THE_MODEL.contains(e.getCode()) ? unusableModel(e) : unusable(device, e);
    }
  }

  private static void provideCuda(Device device) {
    if (Library.NATIVES.isPresent()) {
      try {
        Library.NATIVES.orElseThrow().provideCuda();
      } catch (IOException e) {
        throw unusable(device, e);
      }
    }
  }

  private SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    // Denormal floats make a network many times slower and change nothing that can be seen.
    options.addConfigEntry("session.set_denormal_as_zero", "1");
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    return options;
  }

  static DeviceException unusable(Device device, Exception cause) {
    return new DeviceException(
        "The device "
            + device
            + " does not work ("
            + firstLine(cause)
            + "): install CUDA 12 and cuDNN 9, or use the device cpu.",
        cause);
  }

  private static ModelException unusableModel(OrtException cause) {
    return new ModelException(
        "The model cannot be loaded (" + firstLine(cause) + "): use a model exported by dcpt4j.",
        cause);
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** ONNX Runtime itself, loaded when it is first needed. */
  private static final class Library {
    static final Optional<OnnxNatives> NATIVES = OnnxNatives.provide();

    // Whatever ONNX Runtime would print as an error, it also throws.
    static final OrtEnvironment ENVIRONMENT =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "dcpt4j");
  }
}
