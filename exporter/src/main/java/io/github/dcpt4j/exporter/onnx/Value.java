package io.github.dcpt4j.exporter.onnx;

/**
 * A reference to a tensor of the graph that a {@link GraphBuilder} is building: an input, a
 * constant, or a node's result. Only the builder that made it accepts it.
 */
public final class Value {

  private final GraphBuilder owner;
  private final String name;
  private final int age;

  Value(GraphBuilder owner, String name, int age) {
    this.owner = owner;
    this.name = name;
    this.age = age;
  }

  /** The name, unique in the graph. */
  public String name() {
    return name;
  }

  boolean belongsTo(GraphBuilder builder) {
    return owner == builder;
  }

  /** Whether this value was made after the other. */
  public boolean isYoungerThan(Value other) {
    return age > other.age;
  }

  @Override
  public String toString() {
    return name;
  }
}
