package io.github.dcpt4j.cli.doctor;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.cli.shared.Versions;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.sdk.RestorationReport;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.CudaSurvey;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.DeviceTrial;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibrary;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.djl.EngineCheck;
import io.github.dcpt4j.trainer.djl.GradientMode;
import io.github.dcpt4j.trainer.djl.InstructionLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.opencv.global.opencv_core;

/**
 * What {@code dcpt doctor} finds.
 *
 * @param dcpt this program's version
 * @param java version of Java, system, processors and heap
 * @param onnxRuntime version of ONNX Runtime
 * @param builtWithCuda its flavour
 * @param openCv version of OpenCV
 * @param training the engine that trains and whether it is right, or why there is none
 * @param driver NVIDIA's driver
 * @param cudaLibraries the libraries of CUDA 12 and cuDNN 9; empty on systems where they are not
 *     looked for
 * @param trial what the device made of a test graph; absent where it cannot be used
 * @param model the model, run on the device; absent where that cannot be used
 * @param problem why the device cannot be used and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Diagnosis(
    String dcpt,
    String java,
    String onnxRuntime,
    boolean builtWithCuda,
    String openCv,
    String training,
    Library driver,
    List<Library> cudaLibraries,
    Trial trial,
    Model model,
    String problem) {

  private static final int TRIAL_SIDE = 64;

  /**
   * A native library.
   *
   * @param file its name with the expected version
   * @param required whether CUDA does not work without it
   * @param place where it was found; absent where it was not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Library(String file, boolean required, String place) {
    private static Library of(CudaLibrary library) {
      return new Library(library.file(), library.required(), library.place().orElse(null));
    }
  }

  /**
   * A graph that was computed.
   *
   * @param device the device that was taken
   * @param providers the number of steps that each of ONNX Runtime's providers computed
   * @param fallbackReason why no better device was taken and what to do; absent where none is
   *     better
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Trial(
      String device,
      Map<String, Integer> providers,
      @JsonProperty("whyNotBetter") String fallbackReason) {
    private static Trial on(Device wanted) {
      DeviceTrial trial = DeviceTrial.on(wanted);
      return new Trial(
          trial.device().toString(), trial.providers(), trial.fallbackReason().orElse(null));
    }

    /** Tells whether the device left all work to the CPU. */
    boolean isLeftToTheCpu() {
      return !device.equals(Device.CPU.toString())
          && providers.keySet().equals(Set.of("CPUExecutionProvider"));
    }
  }

  /**
   * A model that was opened.
   *
   * @param name its name
   * @param precision its precision
   * @param network its network
   * @param heads its outputs
   * @param labels what its classifier tells apart
   * @param provenance where it comes from
   * @param device the device that it ran on
   * @param fallbackReason why it did not run on a better one; absent where it did
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Model(
      String name,
      String precision,
      JsonNode network,
      Set<Head> heads,
      List<String> labels,
      Map<String, String> provenance,
      String device,
      @JsonProperty("whyNotBetter") String fallbackReason) {

    private static Model of(Restorer restorer) {
      ModelCard card = restorer.card();
      Optional<RestorationReport> report =
          card.has(Head.RESTORATION) ? Optional.of(restoreGrey(restorer)) : Optional.empty();
      return new Model(
          card.name(),
          card.precision().label(),
          card.network(),
          card.heads(),
          card.labels(),
          card.provenance(),
          report.map(RestorationReport::device).orElse(restorer.device()).toString(),
          report.flatMap(RestorationReport::fallbackReason).orElse(null));
    }

    private static RestorationReport restoreGrey(Restorer restorer) {
      byte[] grey = new byte[Picture.CHANNELS * TRIAL_SIDE * TRIAL_SIDE];
      return restorer.restore(Picture.ofBytes(TRIAL_SIDE, TRIAL_SIDE, grey)).report();
    }
  }

  /**
   * Looks around, and tries the device and the model.
   *
   * @param options the device and the model
   */
  static Diagnosis of(ModelOptions options) {
    Trial trial = null;
    Model model = null;
    String problem = null;
    try {
      trial = Trial.on(options.device());
      try (Restorer restorer = options.open()) {
        model = Model.of(restorer);
      }
    } catch (DeviceException e) {
      problem = e.getMessage();
    }
    // After the trial, which may have unpacked libraries.
    CudaSurvey survey = CudaSurvey.ofProcess();
    return new Diagnosis(
        Versions.ofDcpt(),
        Text.of(
            "%s, %s %s, %d processors, heap of %d MiB",
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20),
        OrtEnvironment.class.getPackage().getImplementationVersion(),
        survey.builtIn(),
        opencv_core.CV_VERSION,
        engine(),
        Library.of(survey.driver()),
        survey.libraries().stream().map(Library::of).toList(),
        trial,
        model,
        problem);
  }

  /** Which instructions PyTorch uses on this processor, and why; starts the engine. */
  static String instructions() {
    Engine.getInstance();
    return InstructionLimit.ofProcess().toString();
  }

  private static String engine() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Engine engine = manager.getEngine();
      ModelDefinition model =
          ModelDefinition.of(Architectures.preset("nafnet-16").orElseThrow().network());
      EngineCheck check = GradientMode.off(() -> EngineCheck.of(manager, model));
      return Text.of(
          "%s %s, %d GPUs; on %s nafnet-16 is %s (outputs off by %.1g %%, gradients by %.1g %%);"
              + " %s",
          engine.getEngineName(),
          engine.getVersion(),
          engine.getGpuCount(),
          manager.getDevice(),
          check.passes() ? "right" : "WRONG",
          100 * check.outputs(),
          100 * check.gradients(),
          instructions());
    } catch (EngineException e) {
      return "not possible: " + e.getMessage();
    }
  }

  /** Returns the providers with their steps, for people. */
  static String describe(Map<String, Integer> providers) {
    return providers.entrySet().stream()
        .map(steps -> Text.of("%s computed %d steps", steps.getKey(), steps.getValue()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
