package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.sdk.text.Text;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The operators of the ONNX standard that our graphs are made of, with what each one needs. The
 * attributes are those without which the meaning would hang on a default, and are required here
 * even where the standard does not; no others are allowed.
 */
public enum Operator {
  ADD("Add", 2, 2, 1, Map.of()),
  BATCH_NORMALIZATION("BatchNormalization", 5, 5, 1, Map.of("epsilon", Attribute.Real.class)),
  CAST("Cast", 1, 1, 1, Map.of("to", Attribute.Int.class)),
  CLIP("Clip", 1, 3, 1, Map.of()),
  CONCAT("Concat", 2, Integer.MAX_VALUE, 1, Map.of("axis", Attribute.Int.class)),
  CONSTANT("Constant", 0, 0, 1, Map.of("value", Attribute.Whole.class)),
  CONV(
      "Conv",
      2,
      3,
      1,
      Map.of(
          "group", Attribute.Int.class,
          "kernel_shape", Attribute.Ints.class,
          "pads", Attribute.Ints.class,
          "strides", Attribute.Ints.class)),
  CONV_TRANSPOSE(
      "ConvTranspose",
      3,
      3,
      1,
      Map.of(
          "kernel_shape", Attribute.Ints.class,
          "pads", Attribute.Ints.class,
          "strides", Attribute.Ints.class)),
  CUM_SUM(
      "CumSum", 2, 2, 1, Map.of("exclusive", Attribute.Int.class, "reverse", Attribute.Int.class)),
  DEPTH_TO_SPACE(
      "DepthToSpace",
      1,
      1,
      1,
      Map.of("blocksize", Attribute.Int.class, "mode", Attribute.Text.class)),
  /** Its inputs are the whole numbers, their scale and, unless it is zero, their zero point. */
  DEQUANTIZE_LINEAR("DequantizeLinear", 2, 3, 1, Map.of("axis", Attribute.Int.class)),
  DIV("Div", 2, 2, 1, Map.of()),
  ERF("Erf", 1, 1, 1, Map.of()),
  EXPAND("Expand", 2, 2, 1, Map.of()),
  FLATTEN("Flatten", 1, 1, 1, Map.of("axis", Attribute.Int.class)),
  FLOOR("Floor", 1, 1, 1, Map.of()),
  GATHER("Gather", 2, 2, 1, Map.of("axis", Attribute.Int.class)),
  GEMM("Gemm", 2, 3, 1, Map.of("transB", Attribute.Int.class)),
  GLOBAL_AVERAGE_POOL("GlobalAveragePool", 1, 1, 1, Map.of()),
  GRID_SAMPLE(
      "GridSample",
      2,
      2,
      1,
      Map.of(
          "align_corners", Attribute.Int.class,
          "mode", Attribute.Text.class,
          "padding_mode", Attribute.Text.class)),
  IS_NAN("IsNaN", 1, 1, 1, Map.of()),
  /** Its optional further outputs are the mean and 1 / sqrt(variance + epsilon). */
  LAYER_NORMALIZATION(
      "LayerNormalization",
      2,
      3,
      3,
      Map.of("axis", Attribute.Int.class, "epsilon", Attribute.Real.class)),
  LEAKY_RELU("LeakyRelu", 1, 1, 1, Map.of("alpha", Attribute.Real.class)),
  MATMUL("MatMul", 2, 2, 1, Map.of()),
  MAX("Max", 2, 2, 1, Map.of()),
  MAX_POOL(
      "MaxPool",
      1,
      1,
      1,
      Map.of("kernel_shape", Attribute.Ints.class, "strides", Attribute.Ints.class)),
  MIN("Min", 2, 2, 1, Map.of()),
  MOD("Mod", 2, 2, 1, Map.of("fmod", Attribute.Int.class)),
  MUL("Mul", 2, 2, 1, Map.of()),
  NEG("Neg", 1, 1, 1, Map.of()),
  PAD("Pad", 2, 2, 1, Map.of("mode", Attribute.Text.class)),
  /** Its inputs are the floats, their scale and their zero point, whose type the results have. */
  QUANTIZE_LINEAR("QuantizeLinear", 3, 3, 1, Map.of("axis", Attribute.Int.class)),
  RANGE("Range", 3, 3, 1, Map.of()),
  RECIPROCAL("Reciprocal", 1, 1, 1, Map.of()),
  REDUCE_L2(
      "ReduceL2", 1, 1, 1, Map.of("axes", Attribute.Ints.class, "keepdims", Attribute.Int.class)),
  /** Over all axes if none are given. */
  REDUCE_MAX(
      "ReduceMax",
      1,
      1,
      1,
      Map.of("axes", Attribute.Ints.class, "keepdims", Attribute.Int.class),
      Set.of("axes")),
  REDUCE_MEAN(
      "ReduceMean", 1, 1, 1, Map.of("axes", Attribute.Ints.class, "keepdims", Attribute.Int.class)),
  /** Over all axes if none are given. */
  REDUCE_MIN(
      "ReduceMin",
      1,
      1,
      1,
      Map.of("axes", Attribute.Ints.class, "keepdims", Attribute.Int.class),
      Set.of("axes")),
  REDUCE_PROD("ReduceProd", 1, 1, 1, Map.of("keepdims", Attribute.Int.class)),
  RELU("Relu", 1, 1, 1, Map.of()),
  RESHAPE("Reshape", 2, 2, 1, Map.of()),
  /** Interpolation; its inputs are the tensor, nothing, nothing, and the sizes. */
  RESIZE(
      "Resize",
      4,
      4,
      1,
      Map.of(
          "coordinate_transformation_mode", Attribute.Text.class,
          "mode", Attribute.Text.class)),
  SHAPE("Shape", 1, 1, 1, Map.of("start", Attribute.Int.class, "end", Attribute.Int.class)),
  SIGMOID("Sigmoid", 1, 1, 1, Map.of()),
  SLICE("Slice", 4, 5, 1, Map.of()),
  SOFTMAX("Softmax", 1, 1, 1, Map.of("axis", Attribute.Int.class)),
  SPACE_TO_DEPTH("SpaceToDepth", 1, 1, 1, Map.of("blocksize", Attribute.Int.class)),
  SPLIT("Split", 1, 1, Integer.MAX_VALUE, Map.of("axis", Attribute.Int.class)),
  SQRT("Sqrt", 1, 1, 1, Map.of()),
  SQUEEZE("Squeeze", 1, 2, 1, Map.of()),
  SUB("Sub", 2, 2, 1, Map.of()),
  TANH("Tanh", 1, 1, 1, Map.of()),
  TRANSPOSE("Transpose", 1, 1, 1, Map.of("perm", Attribute.Ints.class)),
  UNSQUEEZE("Unsqueeze", 2, 2, 1, Map.of()),
  /** Its inputs are the condition, what is taken where it holds, and what is taken elsewhere. */
  WHERE("Where", 3, 3, 1, Map.of());

  /** The version of the operator set that all of them are taken from. */
  public static final int OPERATOR_SET = 17;

  private final String type;
  private final int fewestInputs;
  private final int mostInputs;
  private final int mostOutputs;
  private final Map<String, Class<? extends Attribute>> attributes;
  private final Set<String> optional;

  Operator(
      String type,
      int fewestInputs,
      int mostInputs,
      int mostOutputs,
      Map<String, Class<? extends Attribute>> attributes) {
    this(type, fewestInputs, mostInputs, mostOutputs, attributes, Set.of());
  }

  Operator(
      String type,
      int fewestInputs,
      int mostInputs,
      int mostOutputs,
      Map<String, Class<? extends Attribute>> attributes,
      Set<String> optional) {
    this.type = type;
    this.fewestInputs = fewestInputs;
    this.mostInputs = mostInputs;
    this.mostOutputs = mostOutputs;
    this.attributes = attributes;
    this.optional = optional;
  }

  /** The operator's name in the standard. */
  public String type() {
    return type;
  }

  /**
   * Checks a node of this operator.
   *
   * @throws IllegalArgumentException if the number of inputs or outputs is wrong, or an attribute
   *     is missing, surplus or of another type
   */
  void check(String node, int inputCount, int outputCount, Map<String, Attribute> given) {
    boolean counts =
        inputCount >= fewestInputs
            && inputCount <= mostInputs
            && outputCount >= 1
            && outputCount <= mostOutputs;
    if (!counts) {
      throw new IllegalArgumentException(
          Text.of(
              "%s: %s takes %d to %d inputs and gives 1 to %d outputs, not %d and %d",
              node, type, fewestInputs, mostInputs, mostOutputs, inputCount, outputCount));
    }
    Set<String> required = new HashSet<>(attributes.keySet());
    required.removeAll(optional);
    boolean fits =
        given.keySet().containsAll(required)
            && given.entrySet().stream()
                .allMatch(
                    entry ->
                        attributes.containsKey(entry.getKey())
                            && attributes.get(entry.getKey()).isInstance(entry.getValue()));
    if (!fits) {
      throw new IllegalArgumentException(
          Text.of(
              "%s: %s needs the attributes %s, not %s",
              node, type, new TreeMap<>(attributes), new TreeMap<>(given)));
    }
  }
}
