package io.github.dcpt4j.sdk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.SessionOpener.ModelSource;
import io.github.dcpt4j.sdk.runtime.natives.CudaDriver;
import io.github.dcpt4j.sdk.runtime.natives.CudaLibraries;
import io.github.dcpt4j.sdk.runtime.natives.Linker;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of CUDA, and of the automatic choice, where parts of it are missing. */
class CudaAcceleratorTest {
  private static final int SIDE = 8;
  private static final byte[] GRAPH = new TinyModel().toBytes();
  private static final ModelSource SOURCE =
      (environment, options) -> environment.createSession(GRAPH, options);

  @TempDir private Path caches;

  @Test
  void theFlavourForTheCpuIsToldFirst() {
    List<String> sought = new ArrayList<>();
    CudaAccelerator cuda = accelerator(false, sought::add);

    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> cuda.addTo(null, Device.cuda(0)))
        .withMessageContaining("put onnxruntime_gpu on the class path");
    assertThat(sought).isEmpty();
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void withoutADriverNoLibraryIsTouched() {
    List<String> sought = new ArrayList<>();
    CudaAccelerator cuda = accelerator(true, refusing(sought));

    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> cuda.addTo(null, Device.cuda(0)))
        .withMessage(
            "There is no NVIDIA driver (libcuda.so.1 is not found): install it to use CUDA.");
    assertThat(sought).containsExactly("libcuda.so.1");
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void withADriverAndWithoutLibrariesOnnxRuntimeIsNotAsked() {
    CudaAccelerator cuda =
        accelerator(
            true,
            library -> {
              if (!library.equals("libcuda.so.1")) {
                throw new UnsatisfiedLinkError(library);
              }
            });

    assertThatExceptionOfType(DeviceException.class)
        .isThrownBy(() -> cuda.addTo(null, Device.cuda(0)))
        .withMessageStartingWith(
            "CUDA's libraries are incomplete (not found: libcudart.so.12, libcublasLt.so.12,");
  }

  /** The real ONNX Runtime, which unpacks hundreds of megabytes before it sees what is missing. */
  @Tag("slow")
  @Test
  void whatOnnxRuntimeFindsMissingIsTheReason() {
    assumeTrue(SessionOpener.isBuiltWithCuda(), "this ONNX Runtime is built without CUDA");
    assumeTrue(
        CudaSurvey.ofProcess().driver().place().isEmpty(), "this machine has an NVIDIA driver");
    Accelerator unguarded = (options, device) -> options.addCUDA(device.index());

    try (OnnxModel model = open(SOURCE, unguarded)) {
      assertRunsOnTheCpu(model);
      assertThat(model.fallbackReason())
          .get()
          .asString()
          .startsWith("The device cuda:0 does not work (")
          .contains("Failed to load shared library")
          .contains("else use the device cpu.");
    }
  }

  @Test
  void aSessionThatCannotBeCreatedIsTheReason() {
    Device[] added = new Device[1];
    ModelSource failsOnce =
        new ModelSource() {
          private int sessions;

          @Override
          public OrtSession open(OrtEnvironment environment, SessionOptions options)
              throws OrtException {
            sessions++;
            if (sessions == 1) {
              throw new OrtException("CUDA failure 35: CUDA driver version is insufficient");
            }
            return SOURCE.open(environment, options);
          }
        };

    try (OnnxModel model = open(failsOnce, (options, device) -> added[0] = device)) {
      assertThat(added).containsExactly(Device.cuda(0));
      assertRunsOnTheCpu(model);
      assertThat(model.fallbackReason())
          .get()
          .asString()
          .contains("(CUDA failure 35: CUDA driver version is insufficient)");
    }
  }

  @Test
  void aFirstRunThatFailsIsTheReason() {
    OnnxModel opened =
        OnnxModel.open(
            new SessionOpener(SOURCE, 1, (options, device) -> {}),
            Device.AUTO,
            any -> TinyModel.MULTIPLE + 1);
    try (OnnxModel model = opened) {
      assertRunsOnTheCpu(model);
      assertThat(model.fallbackReason()).get().asString().contains("The model failed on");
    }
  }

  @Test
  void whatWorksIsTaken() {
    try (OnnxModel model = open(SOURCE, (options, device) -> {})) {
      assertThat(model.device()).isEqualTo(Device.cuda(0));
      assertThat(model.fallbackReason()).isEmpty();
    }
  }

  private static OnnxModel open(ModelSource source, Accelerator cuda) {
    return OnnxModel.open(new SessionOpener(source, 1, cuda), Device.AUTO, any -> SIDE);
  }

  private static void assertRunsOnTheCpu(OnnxModel model) {
    assertThat(model.device()).isEqualTo(Device.CPU);
    assertThat(model.run(FloatBuffer.allocate(3 * SIDE * SIDE), 1, SIDE, SIDE).restored())
        .isPresent();
  }

  private static Linker refusing(List<String> sought) {
    return library -> {
      sought.add(library);
      throw new UnsatisfiedLinkError(library);
    };
  }

  private CudaAccelerator accelerator(boolean builtIn, Linker linker) {
    return new CudaAccelerator(
        builtIn,
        new CudaDriver(linker),
        Optional.of(new CudaLibraries(linker, name -> null, caches)),
        Optional.empty());
  }
}
