package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine as it is, and engines that are wrong in one layer. */
class EngineCheckTest {

  private static final ModelDefinition NAFNET =
      model(new NafNet(4, List.of(1, 1), 1, List.of(1, 1)));

  static Stream<RestorationNetwork> networks() {
    return Stream.of(
        new NafNet(16, List.of(1, 1, 1), 1, List.of(1, 1, 1)),
        Restormer.builder().dim(8).blocks(List.of(1, 1, 1, 1)).refinementBlocks(1).build(),
        PromptIr.builder().blocks(List.of(0, 0, 0, 0)).refinementBlocks(0).expansion(0.1).build(),
        new SwinIr(
            12, List.of(2), List.of(2), 8, 2, 1, SwinIr.Form.ORIGINAL, SwinIrOptions.DEFAULT));
  }

  private static ModelDefinition model(RestorationNetwork network) {
    return ModelDefinition.of(
        network, DegradationClassifier.fitting(network, 1, 3), List.of("rain", "noise", "haze"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void findsNothingButRounding(RestorationNetwork network) {
    EngineCheck check = check(model(network), output -> output);

    assertThat(check.passes()).isTrue();
    assertThat(check.outputs()).isBetween(0.0, 1e-5);
    assertThat(check.gradients()).isBetween(0.0, 1e-3);
  }

  @Test
  void findsOneWrongConvolution() {
    EngineCheck check =
        check(NAFNET, output -> output.add(output.flip(1).mul(output.getManager().create(0.2f))));

    assertThat(check.passes()).isFalse();
    assertThat(check.outputs()).isGreaterThan(0.01);
  }

  @Test
  void findsAWrongGradientOfAConvolutionWhoseOutputIsRight() {
    EngineCheck check =
        check(
            NAFNET,
            output -> {
              NDArray error = output.flip(2).mul(output.getManager().create(0.5f));
              return output.add(error).sub(error.stopGradient());
            });

    assertThat(check.passes()).isFalse();
    assertThat(check.outputs()).isLessThan(1e-4);
    assertThat(check.gradients()).isGreaterThan(0.005);
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() {
    assertThat(new WrongEngineException(Device.cpu(), new EngineCheck(0.341, 0.128)))
        .hasMessage(
            "PyTorch computes this network wrongly on cpu(): outputs are off by 34 %, gradients by"
                + " 13 %. On a CPU, set the environment variable ONEDNN_MAX_CPU_ISA=SSE41, which is"
                + " slower, and try again; else take another machine.");
  }

  @Test
  void findsOutputsThatAreNoNumbers() {
    assertThat(check(NAFNET, output -> output.div(output.getManager().create(0f))).passes())
        .isFalse();
  }

  /** Checks an engine whose downsampling convolutions give something else. */
  private static EngineCheck check(ModelDefinition model, UnaryOperator<NDArray> change) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return GradientMode.off(
          () -> EngineCheck.of(manager, model, parameters -> changed(parameters, change)));
    }
  }

  @SuppressWarnings("unchecked")
  private static Ops<NDArray> changed(
      Map<String, NDArray> parameters, UnaryOperator<NDArray> change) {
    DjlOps right = new DjlOps(parameters);
    return (Ops<NDArray>)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(right, arguments);
                boolean changes =
                    method.getName().equals("conv") && ((Conv) arguments[1]).stride() == 2;
                return changes ? change.apply((NDArray) result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
