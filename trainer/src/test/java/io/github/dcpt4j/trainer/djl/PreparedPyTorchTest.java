package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process is like in which DJL's engine has started, with nothing else called before. */
class PreparedPyTorchTest {

  /** Convolves; the arguments are variables with values that are set natively before. */
  static final class Convolution {

    private Convolution() {}

    public static void main(String[] variables) {
      for (int i = 0; i < variables.length; i += 2) {
        ProcessEnvironment.ofProcess().set(variables[i], variables[i + 1]);
      }
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray images = manager.ones(new Shape(2, 16, 32, 32));
        NDArray sum =
            Conv2d.conv2d(images, manager.ones(new Shape(16, 16, 3, 3))).singletonOrThrow().sum();
        System.out.println("sum " + sum.getFloat());
      }
      List.of("OPT_OUT_TRACKING", "ai.djl.offline")
          .forEach(name -> System.out.println(name + " " + System.getProperty(name)));
    }
  }

  private static String output(List<String> options, String... variables)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Convolution.class.getName()));
    command.addAll(List.of(variables));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove(InstructionLimit.VARIABLE);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("sum 4147200.0");
    return output;
  }

  /** The name that oneDNN gives the instructions it uses. */
  private static String instructions(String output) {
    return output
        .lines()
        .filter(line -> line.contains("cpu,isa:"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(output));
  }

  @Test
  void variablesThatAreSetInJavaReachOneDnn() throws Exception {
    assumeTrue(Processor.ofMachine().x86(), "oneDNN has no such limit on other processors");

    assertThat(instructions(output(List.of(), "ONEDNN_VERBOSE", "1", "ONEDNN_MAX_CPU_ISA", "AVX")))
        .endsWith("isa:Intel AVX");
    assertThat(
            instructions(output(List.of(), "ONEDNN_VERBOSE", "1", "ONEDNN_MAX_CPU_ISA", "SSE41")))
        .endsWith("isa:Intel SSE4.1");
  }

  @Test
  void theProcessIsAsTheProcessorNeedsIt() throws Exception {
    assumeTrue(Processor.ofMachine().x86(), "oneDNN has no such limit on other processors");
    boolean limited = Processor.ofMachine().trust() == Processor.Trust.WRONG;

    String used = instructions(output(List.of(), "ONEDNN_VERBOSE", "1"));

    assertThat(used.endsWith("isa:Intel AVX")).as(used).isEqualTo(limited);
  }

  @Test
  void djlStaysOffTheNetworkUnlessItIsToldOtherwise() throws Exception {
    assertThat(output(List.of())).contains("OPT_OUT_TRACKING true", "ai.djl.offline true");
    assertThat(output(List.of("-Dai.djl.offline=false")))
        .contains("OPT_OUT_TRACKING true", "ai.djl.offline false");
  }
}
