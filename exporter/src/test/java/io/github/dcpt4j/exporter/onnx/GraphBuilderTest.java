package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

  private final GraphBuilder builder = new GraphBuilder("test");

  @Test
  void a_node_with_too_few_inputs_is_refused() {
    Value x = builder.input("x", Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.node("sum", Operator.ADD, Map.of(), x))
        .withMessageContaining("sum")
        .withMessageContaining("Add takes 2 to 2 inputs");
  }

  @Test
  void a_node_without_a_required_attribute_is_refused() {
    Value x = builder.input("x", Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                builder.node(
                    "shuffle", Operator.DEPTH_TO_SPACE, Map.of("blocksize", Attribute.of(2)), x))
        .withMessageContaining("mode");
  }

  @Test
  void an_attribute_of_another_type_is_refused() {
    Value x = builder.input("x", Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.node("flat", Operator.FLATTEN, Map.of("axis", Attribute.of(1.0f)), x))
        .withMessageContaining("axis");
  }

  @Test
  void an_attribute_that_the_operator_does_not_know_is_refused() {
    Value x = builder.input("x", Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.node("y", Operator.RELU, Map.of("axis", Attribute.of(1)), x))
        .withMessageContaining("axis");
  }

  @Test
  void another_graphs_value_is_refused() {
    Value foreign = new GraphBuilder("other").input("x", Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.node("y", Operator.RELU, Map.of(), foreign))
        .withMessageContaining("another graph");
  }

  @Test
  void a_name_can_be_taken_once_only() {
    Value x = builder.input("x", Dimension.of(1));
    builder.node("y", Operator.RELU, Map.of(), x);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.node("y", Operator.RELU, Map.of(), x))
        .withMessageContaining("'y' is taken");
    assertThat(builder.unused("y")).isEqualTo("y_2");
    assertThat(builder.unused("z")).isEqualTo("z");
  }

  @Test
  void a_constants_name_cannot_hold_two_tensors() {
    builder.constant("c", Noise.of(1, 2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.constant("c", Noise.of(2, 2)))
        .withMessageContaining("'c'");
  }

  @Test
  void an_output_names_the_result_wherever_it_is_read() {
    Value x = builder.input("x", Dimension.of(1));
    Value y = builder.node("y", Operator.RELU, Map.of(), x);
    Value z = builder.node("z", Operator.RELU, Map.of(), y);
    builder.output("first", y, Dimension.of(1));
    builder.output("second", z, Dimension.of(1));

    assertThat(builder.build().nodes())
        .extracting(Node::inputs, Node::outputs)
        .containsExactly(
            tuple(List.of("x"), List.of("first")), tuple(List.of("first"), List.of("second")));
  }

  @Test
  void an_input_cannot_be_an_output_nor_a_result_two() {
    Value x = builder.input("x", Dimension.of(1));
    Value y = builder.node("y", Operator.RELU, Map.of(), x);
    builder.output("first", y, Dimension.of(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.output("other", x, Dimension.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.output("other", y, Dimension.of(1)));
  }

  @Test
  void a_graph_that_reads_what_does_not_exist_yet_is_refused() {
    Node early = new Node("y", Operator.RELU, List.of("x"), List.of("y"), Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Graph("early", List.of(), List.of(), List.of(early), Map.of()))
        .withMessageContaining("'x' is read before it exists");
  }
}
