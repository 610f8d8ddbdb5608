package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All values of a network that training moves, in one flat tensor. Its named parts are views, made
 * anew in every pass, so that one gradient collects them all and an optimiser step is a handful of
 * operations whatever the number of parameters. Parameters that training leaves as they are lie
 * beside it, out of the reach of gradients and weight decay.
 */
public final class FlatParameters implements AutoCloseable {

  private static final NDIndex EVERYTHING = new NDIndex(":");

  private final List<Parameter> layout;
  private final List<Parameter> trained;
  private final Weights constants;
  private final NDArray values;
  private final Map<String, NDArray> constantValues = new LinkedHashMap<>();

  /**
   * Copies weights that are to be trained to a device.
   *
   * @param manager owner of the flat tensor, on the device to train on
   * @param layout names and shapes, in the order in which they lie in the tensor
   * @param weights a tensor for every parameter
   */
  public FlatParameters(NDManager manager, List<Parameter> layout, Weights weights) {
    this(manager, layout, weights, true);
  }

  private FlatParameters(
      NDManager manager, List<Parameter> layout, Weights weights, boolean withGradient) {
    this.layout = List.copyOf(layout);
    this.trained = layout.stream().filter(Parameter::trained).toList();
    float[] flat = flatten(this.trained, weights);
    this.values = manager.create(flat, new Shape(flat.length));
    values.setRequiresGradient(withGradient);
    Map<String, Tensor> fixed = new LinkedHashMap<>();
    for (Parameter parameter : this.layout) {
      if (!parameter.trained()) {
        Tensor tensor = weights.get(parameter.name());
        fixed.put(parameter.name(), tensor);
        constantValues.put(parameter.name(), manager.create(tensor.data(), shape(parameter)));
      }
    }
    this.constants = new Weights(fixed);
  }

  /** Copies weights that stay as they are to a device: no gradient is recorded for them. */
  public static FlatParameters frozen(NDManager manager, List<Parameter> layout, Weights weights) {
    return new FlatParameters(manager, layout, weights, false);
  }

  /**
   * A copy of all values, for gradients of its own where this has some.
   *
   * @param manager owner of the copy, on any device
   */
  public FlatParameters copy(NDManager manager) {
    return new FlatParameters(
        manager, layout, toWeights(values.toFloatArray()), values.hasGradient());
  }

  private static float[] flatten(List<Parameter> layout, Weights weights) {
    float[] flat = new float[Math.toIntExact(layout.stream().mapToLong(Parameter::size).sum())];
    int offset = 0;
    for (Parameter parameter : layout) {
      float[] data = weights.get(parameter.name()).data();
      System.arraycopy(data, 0, flat, offset, data.length);
      offset += data.length;
    }
    return flat;
  }

  /** The flat tensor itself. */
  public NDArray values() {
    return values;
  }

  /** The gradient that the last backward pass left, a new handle that the caller closes. */
  public NDArray gradient() {
    return values.getGradient();
  }

  /**
   * Sets all values.
   *
   * @throws IllegalArgumentException if there are more or fewer of them
   */
  public void set(float[] flat) {
    if (flat.length != values.size()) {
      throw new IllegalArgumentException(
          Text.of("%d values for %d parameters", flat.length, values.size()));
    }
    values.set(flat);
  }

  /** Sets all values to those of a copy, which may lie on another device. */
  public void set(FlatParameters copy) {
    try (NDArray here = copy.values.toDevice(values.getDevice(), true)) {
      values.set(EVERYTHING, here);
    }
  }

  /** Whether gradients are recorded. */
  public boolean isTrained() {
    return values.hasGradient();
  }

  /**
   * Adds the gradient of a copy, which may lie on another device, to that of these values; the copy
   * then has none.
   */
  public void takeGradient(FlatParameters copy) {
    try (NDArray there = copy.gradient();
        NDArray here = there.toDevice(values.getDevice(), true);
        NDArray own = gradient()) {
      own.addi(here);
      there.muli(0f);
    }
  }

  /**
   * All parameters by name: views, through which gradients flow back to the flat tensor, and those
   * that training leaves alone.
   */
  public Map<String, NDArray> views() {
    long[] cuts = new long[trained.size() - 1];
    long offset = 0;
    for (int i = 0; i < cuts.length; i++) {
      offset += trained.get(i).size();
      cuts[i] = offset;
    }
    NDList parts = values.split(cuts);
    Map<String, NDArray> views = new LinkedHashMap<>(constantValues);
    for (int i = 0; i < trained.size(); i++) {
      views.put(trained.get(i).name(), parts.get(i).reshape(shape(trained.get(i))));
    }
    return views;
  }

  private static Shape shape(Parameter parameter) {
    return new Shape(parameter.shape().stream().mapToLong(Integer::longValue).toArray());
  }

  /** Cuts flat values into named weights; those that training leaves alone come with them. */
  public Weights toWeights(float[] flat) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int offset = 0;
    for (Parameter parameter : layout) {
      if (!parameter.trained()) {
        tensors.put(parameter.name(), constants.get(parameter.name()));
        continue;
      }
      int size = Math.toIntExact(parameter.size());
      tensors.put(
          parameter.name(),
          new Tensor(parameter.shape(), Arrays.copyOfRange(flat, offset, offset + size)));
      offset += size;
    }
    return new Weights(tensors);
  }

  @Override
  public void close() {
    values.close();
    constantValues.values().forEach(NDArray::close);
  }
}
