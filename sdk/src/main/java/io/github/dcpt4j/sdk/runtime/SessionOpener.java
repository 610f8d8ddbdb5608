package io.github.dcpt4j.sdk.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.natives.CudaDriver;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibraries;
import io.github.dcpt4j.sdk.runtime.natives.OnnxNatives;
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
  private final Accelerator cuda;

  /**
   * Creates an opener.
   *
   * @param source where the model comes from
   * @param threads threads of one operation; 0 for ONNX Runtime's choice
   */
  SessionOpener(ModelSource source, int threads) {
    this(source, threads, Library.CUDA);
  }

  /**
   * Creates an opener with its own way to CUDA.
   *
   * @param source where the model comes from
   * @param threads threads of one operation; 0 for ONNX Runtime's choice
   * @param cuda makes sessions run on NVIDIA GPUs
   */
  SessionOpener(ModelSource source, int threads, Accelerator cuda) {
    this.source = source;
    this.threads = threads;
    this.cuda = cuda;
  }

  /** Where a model comes from. */
  @FunctionalInterface
  interface ModelSource {
    OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
  }

  static OrtEnvironment environment() {
    return Library.ENVIRONMENT;
  }

  /** Tells the flavour of ONNX Runtime. The list of its providers says nothing of this machine. */
  static boolean isBuiltWithCuda() {
    environment();
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /**
   * Opens a session.
   *
   * @param device not {@link Device#AUTO}
   * @param givenMeans stands for the constant {@value OnnxModel#GIVEN_MEANS}; has to outlive the
   *     session
   */
  OrtSession open(Device device, Optional<OnnxTensor> givenMeans) {
    return device.kind() == Device.Kind.CUDA
        ? openOnCuda(device, givenMeans)
        : openOnCpu(givenMeans);
  }

  private OrtSession openOnCpu(Optional<OnnxTensor> givenMeans) {
    try (SessionOptions options = options(givenMeans)) {
      return source.open(environment, options);
    } catch (OrtException e) {
      throw unusableModel(e);
    }
  }

  private OrtSession openOnCuda(Device device, Optional<OnnxTensor> givenMeans) {
    try (SessionOptions options = options(givenMeans)) {
      cuda.addTo(options, device);
      return source.open(environment, options);
    } catch (OrtException e) {
      throw FAULTS_OF_THE_MODEL.contains(e.getCode()) ? unusableModel(e) : unusable(device, e);
    }
  }

  private SessionOptions options(Optional<OnnxTensor> givenMeans) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    // Denormal floats make a network many times slower and change nothing that can be seen.
    options.addConfigEntry("session.set_denormal_as_zero", "1");
    // Processors without VNNI would add products of 8 bits in 16 bits, which run over.
    options.addConfigEntry("session.x64quantprecision", "1");
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    if (givenMeans.isPresent()) {
      // It would compute with the values in the file, which are exchanged only afterwards.
      options.addConfigEntry("optimization.disable_specified_optimizers", "ConstantFolding");
      options.addInitializer(OnnxModel.GIVEN_MEANS, givenMeans.get());
    }
    return options;
  }

  static DeviceException unusable(Device device, Exception cause) {
    return new DeviceException(
        "The device "
            + device
            + " does not work ("
            + firstLine(cause)
            + "): it takes an NVIDIA GPU of this number with memory to spare, its driver, CUDA 12"
            + " and cuDNN 9; else use the device cpu.",
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

    static final Accelerator CUDA =
        new CudaAccelerator(
            OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
            CudaDriver.ofProcess(),
            CudaLibraries.areKnown() ? Optional.of(CudaLibraries.ofProcess()) : Optional.empty(),
            NATIVES);
  }
}
