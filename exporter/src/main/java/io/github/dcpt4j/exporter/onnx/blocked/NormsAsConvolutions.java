package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.GraphEditor.Groups;
import io.github.dcpt4j.exporter.onnx.blocked.ResidualStreams.Stream;
import io.github.dcpt4j.exporter.onnx.blocked.ResidualStreams.Writer;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layer norms over channels out of products and pointwise convolutions. What a norm multiplies and
 * adds goes into the convolutions that read it, and so does the subtraction of the mean: {@code W
 * (g (x - mean) r + b) = W g (I - 11'/C) (x r) + W b}, where {@code r = 1 / sqrt(variance + e)} is
 * a map of one channel.
 *
 * <p>A stream of feature maps whose every writer is a convolution is kept as {@code H x} with a
 * {@link Householder} reflection, which costs nothing: it goes into the weights of writers and
 * readers. The first channel then is the mean times sqrt(C), so that the sum of the squares of the
 * others is the variance, without a difference of squares, which loses digits where all channels
 * share a large offset. Where a stream is read by something else, one pointwise convolution takes
 * the reflection back. Streams that cannot be rotated take the difference of squares.
 */
public final class NormsAsConvolutions implements Rewrite {

  @Override
  public Graph apply(Graph graph) {
    GraphEditor editor = new GraphEditor(graph);
    Map<String, Integer> normalised = new LinkedHashMap<>();
    for (Node node : editor.nodes()) {
      LayerNormPattern.at(editor, node)
          .ifPresent(norm -> normalised.put(norm.input(), norm.channels(editor)));
    }
    Map<String, Stream> rotated = new HashMap<>();
    for (Stream stream : new ResidualStreams(editor).thatCanBeRotated(normalised)) {
      stream.members().forEach(member -> rotated.put(member, stream));
    }
    Set<String> inTheStreamsBasis = new HashSet<>();
    for (Node node : editor.nodes()) {
      Optional<LayerNormPattern> norm = LayerNormPattern.at(editor, node);
      if (norm.isPresent() && norm.get().channels(editor) > 1) {
        replace(editor, norm.get(), rotated.containsKey(norm.get().input()))
            .forEach(added -> inTheStreamsBasis.add(added.name()));
      }
    }
    rotated.values().stream()
        .distinct()
        .forEach(stream -> rotate(editor, stream, inTheStreamsBasis));
    return editor.build();
  }

  // Norms

  /** Puts the nodes in a norm's place, and returns them. */
  private static List<Node> replace(GraphEditor editor, LayerNormPattern norm, boolean rotated) {
    int channels = norm.channels(editor);
    String x = norm.input();
    String result = norm.toFirst().outputs().get(0);
    AddedNodes nodes = new AddedNodes(editor, norm.norm().name());
    String squares = nodes.add("squares", Operator.MUL, x, x);
    String variance =
        rotated
            ? nodes.conv(
                "variance", squares, meanOfAllButFirst(editor, channels), epsilon(editor, norm))
            : differenceOfSquares(editor, nodes, channels, x, squares, norm);
    String deviation = nodes.add("deviation", Operator.SQRT, variance);
    String inverse = nodes.add("inverse", Operator.RECIPROCAL, deviation);
    String spread = nodes.conv("spread", inverse, ones(editor, channels));
    nodes.addAs(result, "normalised", Operator.MUL, Map.of(), x, spread);
    for (Node reader : norm.readers()) {
      fold(editor, norm, reader);
      if (rotated) {
        rotateInputs(editor, new Householder(channels), reader);
      }
    }
    editor.replace(norm.toFirst(), List.of());
    editor.replace(norm.norm(), nodes.all());
    if (editor.readers(norm.toLast().outputs().get(0)).isEmpty()) {
      editor.replace(norm.toLast(), List.of());
    }
    return nodes.all();
  }

  private static String differenceOfSquares(
      GraphEditor editor,
      AddedNodes nodes,
      int channels,
      String x,
      String squares,
      LayerNormPattern norm) {
    String mean = nodes.conv("mean", x, meanOfAll(editor, channels));
    String meanSquare = nodes.conv("mean_square", squares, meanOfAll(editor, channels));
    String squareOfMean = nodes.add("square_of_mean", Operator.MUL, mean, mean);
    String difference = nodes.add("difference", Operator.SUB, meanSquare, squareOfMean);
    // Rounding may make it negative.
    String positive = nodes.add("positive", Operator.RELU, difference);
    return nodes.add("variance", Operator.ADD, positive, epsilon(editor, norm));
  }

  private static String meanOfAllButFirst(GraphEditor editor, int channels) {
    double[] weights = new double[channels];
    Arrays.fill(weights, 1, channels, 1.0 / channels);
    return shared(
        editor, "channels/mean_but_first/" + channels, List.of(1, channels, 1, 1), weights);
  }

  private static String meanOfAll(GraphEditor editor, int channels) {
    double[] weights = new double[channels];
    Arrays.fill(weights, 1.0 / channels);
    return shared(editor, "channels/mean/" + channels, List.of(1, channels, 1, 1), weights);
  }

  private static String ones(GraphEditor editor, int channels) {
    double[] weights = new double[channels];
    Arrays.fill(weights, 1);
    return shared(editor, "channels/ones/" + channels, List.of(channels, 1, 1, 1), weights);
  }

  private static String epsilon(GraphEditor editor, LayerNormPattern norm) {
    return shared(editor, "epsilon/" + norm.epsilon(), List.of(1), new double[] {norm.epsilon()});
  }

  private static String shared(
      GraphEditor editor, String name, List<Integer> shape, double[] values) {
    if (!editor.isConstant(name)) {
      editor.setConstant(name, shape, values);
    }
    return name;
  }

  /** Scale, subtraction of the mean and offset of a norm, in the convolution that reads it. */
  private static void fold(GraphEditor editor, LayerNormPattern norm, Node conv) {
    double[] scale = editor.values(norm.norm().inputs().get(1));
    double[] offset = editor.values(norm.norm().inputs().get(2));
    String weight = conv.inputs().get(1);
    double[] rows = editor.values(weight);
    int channels = scale.length;
    double[] added = new double[rows.length / channels];
    for (int row = 0; row < added.length; row++) {
      double mean = 0;
      for (int c = 0; c < channels; c++) {
        int i = row * channels + c;
        added[row] += rows[i] * offset[c];
        rows[i] *= scale[c];
        mean += rows[i] / channels;
      }
      for (int c = 0; c < channels; c++) {
        rows[row * channels + c] -= mean;
      }
    }
    editor.setConstant(weight, editor.shape(weight), rows);
    addToBias(editor, conv, added);
  }

  private static void addToBias(GraphEditor editor, Node conv, double[] added) {
    if (conv.inputs().size() == 3) {
      String bias = conv.inputs().get(2);
      double[] sum = editor.values(bias);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += added[i];
      }
      editor.setConstant(bias, editor.shape(bias), sum);
    } else if (Arrays.stream(added).anyMatch(value -> value != 0)) {
      String bias = editor.unused(conv.name() + "/bias");
      editor.setConstant(bias, List.of(added.length), added);
      List<String> inputs = new ArrayList<>(conv.inputs());
      inputs.add(bias);
      editor.replace(
          conv,
          List.of(new Node(conv.name(), Operator.CONV, inputs, conv.outputs(), conv.attributes())));
    }
  }

  // Rotation

  private static void rotate(GraphEditor editor, Stream stream, Set<String> norms) {
    Householder reflection = new Householder(stream.channels());
    stream.writers().forEach(writer -> rotateResults(editor, reflection, writer));
    for (String member : stream.members()) {
      List<Node> others = new ArrayList<>();
      for (Node reader : editor.readers(member)) {
        if (editor.isOwnConv(reader, Groups.ONE)) {
          rotateInputs(editor, reflection, reader);
        } else if (!isOfTheStream(stream, reader) && !norms.contains(reader.name())) {
          others.add(reader);
        }
      }
      if (!others.isEmpty()) {
        takeBack(editor, reflection, member, others);
      }
    }
  }

  private static boolean isOfTheStream(Stream stream, Node reader) {
    return reader.operator() == Operator.ADD && stream.members().contains(reader.outputs().get(0));
  }

  private static void rotateResults(GraphEditor editor, Householder reflection, Writer writer) {
    Node conv = writer.conv();
    for (String parameter : conv.inputs().subList(1, conv.inputs().size())) {
      double[] values = editor.values(parameter);
      int row = values.length / (reflection.size() * writer.pixels());
      for (int first = 0; first < row * writer.pixels(); first++) {
        reflection.apply(values, first, row * writer.pixels());
      }
      editor.setConstant(parameter, editor.shape(parameter), values);
    }
  }

  private static void rotateInputs(GraphEditor editor, Householder reflection, Node conv) {
    String weight = conv.inputs().get(1);
    List<Integer> shape = editor.shape(weight);
    int pixels = shape.get(2) * shape.get(3);
    double[] values = editor.values(weight);
    for (int row = 0; row < shape.get(0); row++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        reflection.apply(values, row * reflection.size() * pixels + pixel, pixels);
      }
    }
    editor.setConstant(weight, shape, values);
  }

  private static void takeBack(
      GraphEditor editor, Householder reflection, String member, List<Node> readers) {
    int size = reflection.size();
    String matrix =
        shared(
            editor, "channels/reflection/" + size, List.of(size, size, 1, 1), reflection.matrix());
    String plain = editor.unused(member + "/plain");
    Node back =
        new Node(
            plain, Operator.CONV, List.of(member, matrix), List.of(plain), AddedNodes.POINTWISE);
    editor.insertAfter(editor.producer(member).orElseThrow(), List.of(back));
    readers.forEach(reader -> editor.redirect(reader, member, plain));
  }
}
