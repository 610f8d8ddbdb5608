package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.GraphEditor.Groups;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which feature maps are sums of each other: those that additions join have to be in the same basis
 * and form a stream, which convolutions write to and read from.
 */
final class ResidualStreams {

  private static final Attribute BY_TWO = Attribute.of(2);
  private static final Attribute CHANNEL_MAJOR = Attribute.of("CRD");

  private final GraphEditor editor;
  private final Map<String, String> parents = new HashMap<>();

  ResidualStreams(GraphEditor editor) {
    this.editor = editor;
    for (Node node : editor.nodes()) {
      if (node.operator() == Operator.ADD && node.inputs().stream().noneMatch(editor::isConstant)) {
        node.inputs().forEach(value -> join(value, node.outputs().get(0)));
      }
    }
  }

  private void join(String one, String other) {
    parents.put(root(one), root(other));
  }

  private String root(String value) {
    String parent = parents.getOrDefault(value, value);
    return parent.equals(value) ? value : root(parent);
  }

  /** All values of a value's stream. */
  private Set<String> members(String value) {
    String root = root(value);
    Set<String> members = new LinkedHashSet<>(Set.of(value));
    parents.keySet().stream().filter(other -> root(other).equals(root)).forEach(members::add);
    members.add(root);
    return members;
  }

  /**
   * The streams of some values that can be brought into another basis of their channels.
   *
   * @param channels the values that are asked for, with their numbers of channels
   */
  List<Stream> thatCanBeRotated(Map<String, Integer> channels) {
    Map<String, Stream> streams = new LinkedHashMap<>();
    channels.forEach(
        (value, count) -> {
          if (count > 1 && !streams.containsKey(root(value))) {
            stream(value, count).ifPresent(stream -> streams.put(root(value), stream));
          }
        });
    return List.copyOf(streams.values());
  }

  private Optional<Stream> stream(String value, int channels) {
    Set<String> members = members(value);
    Map<Node, Writer> writers = new LinkedHashMap<>();
    for (String member : members) {
      Optional<Node> producer = editor.producer(member);
      if (producer.isEmpty() || editor.isOutput(member)) {
        return Optional.empty();
      }
      if (producer.get().operator() != Operator.ADD) {
        Optional<Writer> writer = writer(producer.get());
        if (writer.isEmpty() || writer.get().channels(editor) != channels) {
          return Optional.empty();
        }
        writers.put(writer.get().conv(), writer.get());
      }
    }
    return Optional.of(new Stream(channels, members, List.copyOf(writers.values())));
  }

  /** A convolution, or one whose channels become squares of pixels. */
  private Optional<Writer> writer(Node producer) {
    if (editor.isOwnConv(producer, Groups.ONE)) {
      return Optional.of(new Writer(producer, 1));
    }
    boolean shuffles =
        producer.operator() == Operator.DEPTH_TO_SPACE
            && producer.attributes().get("blocksize").equals(BY_TWO)
            && producer.attributes().get("mode").equals(CHANNEL_MAJOR)
            && editor.isExclusive(producer.inputs().get(0));
    return shuffles
        ? editor
            .producer(producer.inputs().get(0))
            .filter(conv -> editor.isOwnConv(conv, Groups.ONE))
            .map(conv -> new Writer(conv, 4))
        : Optional.empty();
  }

  /**
   * A stream.
   *
   * @param channels of all its members
   * @param members the feature maps
   * @param writers the convolutions that its members begin with
   */
  record Stream(int channels, Set<String> members, List<Writer> writers) {}

  /**
   * A convolution that writes to a stream.
   *
   * @param conv the convolution
   * @param pixels how many neighbouring channels become pixels of one channel
   */
  record Writer(Node conv, int pixels) {

    int channels(GraphEditor editor) {
      return editor.shape(conv.inputs().get(1)).get(0) / pixels;
    }
  }
}
