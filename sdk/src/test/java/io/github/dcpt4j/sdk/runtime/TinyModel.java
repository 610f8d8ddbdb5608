package io.github.dcpt4j.sdk.runtime;

/**
 * A small ONNX file with exactly known behaviour, for tests:
 *
 * <ul>
 *   <li>{@code restored = gain * image + offset}, by way of 4x4 blocks of pixels: like a real
 *       network, the graph fails where height or width is not a multiple of 4;
 *   <li>{@code degradation_logits} = ten times the mean of each channel, [N, 3].
 * </ul>
 */
public final class TinyModel {
  /** Height and width must be multiples of this. */
  public static final int MULTIPLE = 4;

  /** Factor of the means in the logits. */
  public static final float LOGIT_SCALE = 10;

  // Field numbers and codes of the ONNX standard.
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int INT_ATTRIBUTE = 2;

  private String inputName = OnnxModel.IMAGE;
  private boolean fixedShape;
  private boolean restores = true;
  private boolean classifies = true;
  private float gain = 1;
  private float offset;
  private long mostValues;
  private String card;

  /** Sets what the input is called. */
  public TinyModel inputName(String name) {
    inputName = name;
    return this;
  }

  /** Declares the input as [1, 3, 8, 8] instead of leaving batch, height and width free. */
  public TinyModel fixedShape() {
    fixedShape = true;
    return this;
  }

  /** Leaves the output {@code restored} out. */
  public TinyModel withoutRestoration() {
    restores = false;
    return this;
  }

  /** Leaves the output {@code degradation_logits} out. */
  public TinyModel withoutClassification() {
    classifies = false;
    return this;
  }

  /** Sets the line on which values are mapped. */
  public TinyModel line(float newGain, float newOffset) {
    gain = newGain;
    offset = newOffset;
    return this;
  }

  /**
   * Makes the graph ask for more memory than any machine has when it is given more than so many
   * pixels.
   */
  public TinyModel hungryAbove(int pixels) {
    mostValues = 3L * pixels;
    return this;
  }

  /** Stores a model card, or anything else, in the metadata. */
  public TinyModel card(String json) {
    card = json;
    return this;
  }

  /** Returns the content of the ONNX file. */
  public byte[] toBytes() {
    Protobuf graph = new Protobuf().text(2, "tiny");
    if (mostValues > 0) {
      graph
          .message(1, node("Shape", inputName, "", "sizes"))
          .message(1, node("ReduceProd", "sizes", "", "values"))
          .message(1, node("Greater", "values", "most", "tooMany"))
          .message(1, node("Where", "tooMany", "huge", "one", "appetite"))
          .message(1, node("ConstantOfShape", "appetite", "", "eaten"))
          .message(1, node("ReduceMax", "eaten", "", "crumb"))
          .message(1, node("Add", "crumb", "offset", "fed"))
          .message(5, wholeNumber("most", mostValues))
          .message(5, wholeNumber("huge", 1L << 50))
          .message(5, wholeNumber("one", 1));
    }
    if (restores) {
      graph
          .message(1, blocks("SpaceToDepth", inputName, "deep"))
          .message(1, blocks("DepthToSpace", "deep", "wide"))
          .message(1, node("Mul", "wide", "gain", "scaled"))
          .message(1, node("Add", "scaled", mostValues > 0 ? "fed" : "offset", OnnxModel.RESTORED))
          .message(5, scalar("gain", gain))
          .message(5, scalar("offset", offset));
    }
    if (classifies) {
      graph
          .message(1, node("GlobalAveragePool", inputName, "", "means"))
          .message(1, node("Flatten", "means", "", "flat"))
          .message(1, node("Mul", "flat", "ten", OnnxModel.LOGITS))
          .message(5, scalar("ten", LOGIT_SCALE));
    }
    graph.message(
        11,
        fixedShape ? value(inputName, "1", "3", "8", "8") : value(inputName, "N", "3", "H", "W"));
    if (restores) {
      graph.message(12, value(OnnxModel.RESTORED, "N", "3", "H", "W"));
    }
    if (classifies) {
      graph.message(12, value(OnnxModel.LOGITS, "N", "3"));
    }
    Protobuf model =
        new Protobuf()
            .number(1, 8)
            .message(7, graph)
            .message(8, new Protobuf().text(1, "").number(2, 13));
    if (card != null) {
      model.message(14, new Protobuf().text(1, "dcpt4j.card").text(2, card));
    }
    return model.toBytes();
  }

  private static Protobuf node(String operator, String first, String second, String output) {
    Protobuf node = new Protobuf().text(1, first);
    if (!second.isEmpty()) {
      node.text(1, second);
    }
    return node.text(2, output).text(4, operator);
  }

  private static Protobuf node(
      String operator, String first, String second, String third, String output) {
    return new Protobuf()
        .text(1, first)
        .text(1, second)
        .text(1, third)
        .text(2, output)
        .text(4, operator);
  }

  private static Protobuf wholeNumber(String name, long value) {
    return new Protobuf().number(1, 1).number(2, INT64).text(8, name).longs(9, value);
  }

  private static Protobuf blocks(String operator, String input, String output) {
    Protobuf size =
        new Protobuf().text(1, "blocksize").number(3, MULTIPLE).number(20, INT_ATTRIBUTE);
    return node(operator, input, "", output).message(5, size);
  }

  private static Protobuf scalar(String name, float value) {
    return new Protobuf().number(2, FLOAT).text(8, name).floats(9, value);
  }

  private static Protobuf value(String name, String... dimensions) {
    Protobuf shape = new Protobuf();
    for (String dimension : dimensions) {
      boolean number = Character.isDigit(dimension.charAt(0));
      shape.message(
          1,
          number
              ? new Protobuf().number(1, Long.parseLong(dimension))
              : new Protobuf().text(2, dimension));
    }
    Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
