package io.github.dcpt4j.trainer.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How far the engine's results for a model are from those of its definition, which {@link
 * ReferenceOps} computes in double precision.
 *
 * <p>The engine's native libraries pick their code by processor and by the sizes of a layer, and
 * some of it is wrong: PyTorch 2.7.1 convolved 24 channels wrongly on an AMD EPYC of family 26. No
 * error is raised then, so that a network would be trained on noise.
 *
 * @param outputs the largest of the errors of restored images and logits, each the root mean square
 *     of the differences by that of the values
 * @param gradients difference between the change of the outputs that the gradient foretells along
 *     its own direction, and the true one, by the former
 */
public record EngineCheck(double outputs, double gradients) {

  /** Far above rounding, which EngineCheckTest bounds; leaves room for the TF32 of GPUs. */
  private static final double LARGEST_OUTPUT_ERROR = 0.01;

  private static final double LARGEST_GRADIENT_ERROR = 0.005;

  /** Some layers were right for one image and wrong for two. */
  private static final int IMAGES = 2;

  private static final int SMALLEST_SIDE = 32;
  private static final double NOISE = 0.3;
  private static final double STEP = 1e-6;

  /** Whether the errors are no more than rounding; they are not where they are no numbers. */
  public boolean passes() {
    return outputs <= LARGEST_OUTPUT_ERROR && gradients <= LARGEST_GRADIENT_ERROR;
  }

  /**
   * Computes a model with random weights on two small random images, on the manager's device and by
   * its definition. The latter takes the time: three passes in double precision, on the CPU.
   *
   * @param parent of all that is computed with; stays the caller's
   */
  public static EngineCheck of(NDManager parent, ModelDefinition model) {
    return of(parent, model, DjlOps::new);
  }

  /**
   * Computes a model as {@link #of} does, after {@link EngineTrial#require} where that may end the
   * process.
   *
   * @param parent of all that is computed with; stays the caller's
   * @param inputs (n, c, h, w) of all images that the model is going to be computed with
   * @throws WrongEngineException if the errors are more than rounding
   */
  public static void require(NDManager parent, ModelDefinition model, List<Shape> inputs) {
    EngineTrial.require(parent.getDevice(), model, inputs);
    EngineCheck check = of(parent, model);
    if (!check.passes()) {
      throw new WrongEngineException(parent.getDevice(), check);
    }
  }

  /** Checks an engine that gets its parameters by name. */
  static EngineCheck of(
      NDManager parent,
      ModelDefinition model,
      Function<Map<String, NDArray>, Ops<NDArray>> engine) {
    RandomGenerator random = new SplittableRandom(1);
    List<Parameter> layout = ModelSummary.of(model).parameters();
    Weights weights = weights(layout, random);
    int side = side(model);
    float[] image = new float[IMAGES * model.network().inputChannels() * side * side];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat();
    }
    return new Trial(model, layout, weights, side, image).on(parent, engine);
  }

  private static int side(ModelDefinition model) {
    int multiple = model.network().sizeMultiple();
    int least = Math.max(SMALLEST_SIDE, model.network().minimumSize());
    return (least + multiple - 1) / multiple * multiple;
  }

  /** Initial weights that are all moved, since branches that are scaled by zero hide errors. */
  private static Weights weights(List<Parameter> layout, RandomGenerator random) {
    Map<String, Tensor> moved = new LinkedHashMap<>();
    Weights initial = Weights.initial(layout, random);
    for (Parameter parameter : layout) {
      float[] values = initial.get(parameter.name()).data().clone();
      double fanIn =
          parameter.shape().size() < 2 ? 1 : (double) parameter.size() / parameter.shape().get(0);
      if (parameter.trained()) {
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (NOISE * random.nextGaussian() / Math.sqrt(fanIn));
        }
      }
      moved.put(parameter.name(), new Tensor(parameter.shape(), values));
    }
    return new Weights(moved);
  }

  /** The model, its weights and the images, the same for engine and definition. */
  private record Trial(
      ModelDefinition model, List<Parameter> layout, Weights weights, int side, float[] image) {

    EngineCheck on(NDManager parent, Function<Map<String, NDArray>, Ops<NDArray>> engine) {
      List<double[]> right = heads(weights);
      List<float[]> slopes = right.stream().map(Trial::slopes).toList();
      List<float[]> found = new ArrayList<>();
      Weights gradient = gradient(parent, engine, slopes, found);
      double outputs = 0;
      for (int i = 0; i < right.size(); i++) {
        outputs = Math.max(outputs, relativeError(found.get(i), right.get(i)));
      }
      return new EngineCheck(outputs, gradientError(gradient, slopes));
    }

    /** Factors of a weighted sum to which every value adds about as much. */
    private static float[] slopes(double[] values) {
      RandomGenerator random = new SplittableRandom(values.length);
      double scale = Math.sqrt(values.length * Math.max(meanSquare(values), Double.MIN_NORMAL));
      float[] slopes = new float[values.length];
      for (int i = 0; i < slopes.length; i++) {
        slopes[i] = (float) (random.nextGaussian() / scale);
      }
      return slopes;
    }

    /** The restored images, and the logits of a model that has them. */
    private <T> List<T> heads(Ops<T> ops, T input) {
      Features<T> features = model.network().features(ops, input);
      return Stream.concat(
              Stream.of(features.restored()),
              model.classifier().stream()
                  .map(classifier -> classifier.logits(ops, features.stages(), input)))
          .toList();
    }

    private List<double[]> heads(Weights someWeights) {
      ReferenceTensor input =
          ReferenceTensor.of(IMAGES, model.network().inputChannels(), side, side, image);
      return heads(new ReferenceOps(someWeights), input).stream()
          .map(ReferenceTensor::toDoubles)
          .toList();
    }

    private double sum(Weights someWeights, List<float[]> slopes) {
      List<double[]> heads = heads(someWeights);
      double sum = 0;
      for (int i = 0; i < heads.size(); i++) {
        for (int j = 0; j < heads.get(i).length; j++) {
          sum += slopes.get(i)[j] * heads.get(i)[j];
        }
      }
      return sum;
    }

    private Weights gradient(
        NDManager parent,
        Function<Map<String, NDArray>, Ops<NDArray>> engine,
        List<float[]> slopes,
        List<float[]> found) {
      try (NDManager manager = parent.newSubManager();
          NDScope scope = new NDScope();
          FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
        scope.suppressNotUsedWarning();
        NDArray input =
            manager.create(image, new Shape(IMAGES, model.network().inputChannels(), side, side));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          List<NDArray> heads = heads(engine.apply(parameters.views()), input);
          NDArray sum = null;
          for (int i = 0; i < heads.size(); i++) {
            NDArray head = heads.get(i);
            found.add(head.toFloatArray());
            NDArray part = head.mul(manager.create(slopes.get(i), head.getShape())).sum();
            sum = sum == null ? part : sum.add(part);
          }
          collector.backward(sum);
        }
        try (NDArray gradient = parameters.gradient()) {
          return parameters.toWeights(gradient.toFloatArray());
        }
      }
    }

    /**
     * Along the gradient, but for each tensor's length: otherwise the steepest few would hide the
     * others.
     */
    private double gradientError(Weights gradient, List<float[]> slopes) {
      List<Parameter> trained = layout.stream().filter(Parameter::trained).toList();
      double[] reach = new double[trained.size()];
      for (int i = 0; i < reach.length; i++) {
        String name = trained.get(i).name();
        reach[i] = length(weights.get(name).data()) * length(gradient.get(name).data());
      }
      double[] sorted = reach.clone();
      Arrays.sort(sorted);
      double usual = sorted[sorted.length / 2];
      Map<String, Tensor> ahead = new LinkedHashMap<>(weights.asMap());
      Map<String, Tensor> behind = new LinkedHashMap<>(weights.asMap());
      double foretold = 0;
      for (int i = 0; i < reach.length; i++) {
        String name = trained.get(i).name();
        Tensor tensor = weights.get(name);
        float[] slope = gradient.get(name).data();
        double step = STEP * Math.min(1, usual / reach[i]);
        double factor = reach[i] == 0 ? 0 : step * length(tensor.data()) / length(slope);
        float[] up = tensor.data().clone();
        float[] down = tensor.data().clone();
        for (int j = 0; j < slope.length; j++) {
          up[j] += (float) (factor * slope[j]);
          down[j] -= (float) (factor * slope[j]);
          foretold += slope[j] * ((double) up[j] - down[j]);
        }
        ahead.put(name, new Tensor(tensor.shape(), up));
        behind.put(name, new Tensor(tensor.shape(), down));
      }
      double found = sum(new Weights(ahead), slopes) - sum(new Weights(behind), slopes);
      return foretold == 0 ? Double.NaN : Math.abs(found - foretold) / foretold;
    }
  }

  private static double relativeError(float[] found, double[] right) {
    double[] differences = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      differences[i] = found[i] - right[i];
    }
    return Math.sqrt(meanSquare(differences) / meanSquare(right));
  }

  private static double meanSquare(double[] values) {
    return Arrays.stream(values).map(value -> value * value).average().orElseThrow();
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
