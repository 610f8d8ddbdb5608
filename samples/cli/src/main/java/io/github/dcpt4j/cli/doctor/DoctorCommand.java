package io.github.dcpt4j.cli.doctor;

import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dcpt doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what is installed, which device works and why no better one does.",
      "CUDA takes onnxruntime_gpu, NVIDIA's driver, CUDA 12 and cuDNN 9; the number after .so in a"
          + " library's name is the version that is expected."
    })
public final class DoctorCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Option(
      names = "--engine",
      description =
          "Instead tries the engine that trains, on networks of usual size, on one thread and on all,"
              + " each in a process of its own: takes minutes.")
  private boolean engine;

  @Override
  public void run() {
    if (engine) {
      tryEngine();
    } else {
      diagnose();
    }
  }

  private void tryEngine() {
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      line("training", Diagnosis.instructions());
    }
    List<EngineTable.Row> rows =
        new EngineTable()
            .rows(
                row -> {
                  if (!json) {
                    out.println(row);
                    out.flush();
                  }
                });
    if (json) {
      Json.print(out, rows);
    }
    if (!rows.stream().allMatch(EngineTable.Row::passes)) {
      throw new DeviceException(
          "PyTorch is wrong for some networks on this processor: train others, or set the"
              + " environment variable ONEDNN_MAX_CPU_ISA=AVX and try again");
    }
  }

  private void diagnose() {
    Diagnosis diagnosis = Diagnosis.of(model);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, diagnosis);
    } else {
      print(diagnosis);
    }
    if (diagnosis.problem() != null) {
      throw new DeviceException(diagnosis.problem());
    }
  }

  private void print(Diagnosis diagnosis) {
    line("dcpt", diagnosis.dcpt());
    line("Java", diagnosis.java());
    line(
        "ONNX Runtime",
        diagnosis.onnxRuntime()
            + (diagnosis.builtWithCuda()
                ? ", built with CUDA (onnxruntime_gpu)"
                : ", built for the CPU (onnxruntime)"));
    line("OpenCV", diagnosis.openCv());
    line("training", diagnosis.training());
    library("NVIDIA driver", diagnosis.driver());
    diagnosis.cudaLibraries().forEach(library -> library("CUDA library", library));
    if (diagnosis.trial() != null) {
      print(diagnosis.trial());
    }
    if (diagnosis.model() != null) {
      print(diagnosis.model());
    }
  }

  private void print(Diagnosis.Trial trial) {
    line("test graph", trial.device() + ": " + Diagnosis.describe(trial.providers()));
    if (trial.isLeftToTheCpu()) {
      line("", "the device left all work to the CPU: it is no faster than --device cpu");
    }
  }

  private void print(Diagnosis.Model found) {
    line("model", found.name() + ", " + found.precision() + ", " + found.network());
    line("heads", found.heads() + ", labels " + found.labels());
    found.provenance().forEach(this::line);
    line("device", found.device());
    if (found.fallbackReason() != null) {
      line("no better", found.fallbackReason());
    }
  }

  private void library(String kind, Diagnosis.Library library) {
    String absent = library.required() ? "not found" : "not found, which few operations need";
    line(kind, library.file() + ": " + (library.place() == null ? absent : library.place()));
  }

  private void line(String what, String value) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-13s %s%n", what, value);
    out.flush();
  }
}
