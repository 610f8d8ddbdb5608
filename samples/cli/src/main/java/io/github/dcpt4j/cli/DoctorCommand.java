package io.github.dcpt4j.cli;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.github.dcpt4j.sdk.Head;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.RestorationReport;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.image.Picture;
import java.io.PrintWriter;
import org.bytedeco.opencv.global.opencv_core;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dcpt doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Tells what is installed, which device works and why no better one does.")
final class DoctorCommand implements Runnable {

  private static final int TRIAL_SIDE = 64;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Override
  public void run() {
    line("dcpt", Versions.ofDcpt());
    line(
        "Java",
        "%s, %s, %d processors, heap of %d MiB"
            .formatted(
                Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20));
    line(
        "ONNX Runtime",
        OrtEnvironment.class.getPackage().getImplementationVersion() + ", " + flavour());
    line("OpenCV", opencv_core.CV_VERSION);
    line("training", training());
    try (Restorer restorer = model.open()) {
      describe(restorer);
    }
  }

  private void describe(Restorer restorer) {
    ModelCard card = restorer.card();
    line("model", card.name() + ", " + card.precision().label() + ", " + card.network());
    line("heads", card.heads() + ", labels " + card.labels());
    card.provenance().forEach(this::line);
    if (card.has(Head.RESTORATION)) {
      byte[] grey = new byte[Picture.CHANNELS * TRIAL_SIDE * TRIAL_SIDE];
      RestorationReport report =
          restorer.restore(Picture.ofBytes(TRIAL_SIDE, TRIAL_SIDE, grey)).report();
      line("device", report.device() + ", tried on a small picture");
      report.whyNotBetter().ifPresent(why -> line("no better", why));
    } else {
      line("device", restorer.device().toString());
    }
  }

  private static String flavour() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)
        ? "built with CUDA (onnxruntime_gpu)"
        : "built for the CPU (onnxruntime)";
  }

  private static String training() {
    try {
      Engine engine = Engine.getInstance();
      return "%s %s, %d GPUs"
          .formatted(engine.getEngineName(), engine.getVersion(), engine.getGpuCount());
    } catch (EngineException e) {
      return "not possible: " + e.getMessage();
    }
  }

  private void line(String what, String value) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-13s %s%n", what, value);
    out.flush();
  }
}
