package io.github.dcpt4j.exporter.network.swinir;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Positions;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SwinIR for restoration at the image's own size (Liang et al., Image Restoration Using Swin
 * Transformer, ICCV Workshops 2021), in the form of the DCPT release or as its authors published
 * it. The mathematics of both is the same but for what {@link Form} describes.
 *
 * @param embedDim channels of the feature maps
 * @param depths blocks of every layer, in the order of execution
 * @param heads attention heads of every layer; each divides the channels
 * @param window side of the windows
 * @param mlpRatio hidden channels of a block's perceptron as a multiple of its channels, rounded
 *     down
 * @param imageRange what image values are multiplied by, 255 for the published JPEG models, else 1
 * @param form whose form
 * @param options what is hardly ever changed
 */
@JsonTypeName("swinir")
public record SwinIr(
    int embedDim,
    List<Integer> depths,
    List<Integer> heads,
    int window,
    @JsonProperty(defaultValue = "2.0") Double mlpRatio,
    @JsonProperty(defaultValue = "1.0") Double imageRange,
    Form form,
    @JsonProperty(defaultValue = "{}") SwinIrOptions options)
    implements RestorationNetwork {

  /** Whose SwinIR it is. */
  public enum Form {
    /**
     * The DCPT release's: layers in two halves, without position bias, and pixels of shifted
     * windows that are no neighbours attend to each other. Sizes have to be multiples of the
     * window.
     */
    @JsonProperty("dcpt")
    DCPT,

    /**
     * The published one: one list of layers, position bias, a mask for shifted windows, and the
     * image is padded by its reflection.
     */
    @JsonProperty("original")
    ORIGINAL
  }

  private static final double NORM_EPSILON = 1e-5;
  private static final double LEAK = 0.2;

  /** The mean colour of the training images, rounded to floats as the authors' code does. */
  private static final List<Double> MEAN_COLOUR =
      List.of((double) 0.4488f, (double) 0.4371f, (double) 0.404f);

  /** The DCPT release's decoder begins at this entry of the lists, however long they are. */
  static final int DECODER_OFFSET = 3;

  private static final Pattern BUFFER =
      Pattern.compile(
          "layers\\.\\d+\\.residual_group\\.blocks\\.\\d+"
              + "\\.(attn_mask|attn\\.relative_position_index)");

  // Configurations come from files: what no machine could run is refused before it is unrolled.
  private static final int MAXIMUM_CHANNELS = 4096;
  private static final int MAXIMUM_LAYERS = 16;
  private static final int MAXIMUM_BLOCKS = 1024;
  private static final int MAXIMUM_WINDOW = 64;
  private static final int MAXIMUM_RATIO = 64;

  /** A residual group of blocks. */
  private record Layer(String name, int depth, int heads) {}

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range, the lists differ in length or do
   *     not suit the form, or heads do not divide the channels
   */
  public SwinIr {
    mlpRatio = mlpRatio == null ? 2 : mlpRatio;
    imageRange = imageRange == null ? 1 : imageRange;
    options = options == null ? SwinIrOptions.DEFAULT : options;
    if (depths == null || heads == null || form == null) {
      throw new IllegalArgumentException("swinir needs depths, heads and a form");
    }
    depths = List.copyOf(depths);
    heads = List.copyOf(heads);
    requireRange("an embedDim", embedDim, MAXIMUM_CHANNELS);
    requireRange("a window", window, MAXIMUM_WINDOW);
    if (depths.isEmpty() || depths.size() > MAXIMUM_LAYERS || depths.size() != heads.size()) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir needs as many depths as heads, 1 to %d, not %s and %s",
              MAXIMUM_LAYERS, depths, heads));
    }
    if (depths.stream().anyMatch(depth -> depth < 0 || depth > MAXIMUM_BLOCKS)) {
      throw new IllegalArgumentException(
          Text.of("swinir has 0 to %d blocks per layer, not %s", MAXIMUM_BLOCKS, depths));
    }
    int channels = embedDim;
    if (heads.stream().anyMatch(count -> count < 1 || channels % count != 0)) {
      throw new IllegalArgumentException(
          Text.of("%d channels do not divide into %s heads", embedDim, heads));
    }
    // Written so that NaN is refused.
    if (!(mlpRatio * embedDim >= 1 && mlpRatio <= MAXIMUM_RATIO)) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir needs a mlpRatio of 1 / embedDim to %d, not %s", MAXIMUM_RATIO, mlpRatio));
    }
    if (!(imageRange > 0 && Double.isFinite(imageRange))) {
      throw new IllegalArgumentException("swinir needs a positive imageRange, not " + imageRange);
    }
    if (form == Form.DCPT && depths.size() / 2 > depths.size() - DECODER_OFFSET) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir of the form dcpt needs at least 5 depths, not %s: its decoder begins at the fourth",
              depths));
    }
    if (options.residual() == SwinIrOptions.Residual.THREE_CONVOLUTIONS
        && embedDim < SwinIrOptions.Residual.REDUCTION) {
      throw new IllegalArgumentException(
          Text.of(
              "swinir with 3conv needs an embedDim of at least %d, not %d",
              SwinIrOptions.Residual.REDUCTION, embedDim));
    }
    if (form == Form.ORIGINAL && window % Math.min(window, options.smallerSide()) != 0) {
      throw new IllegalArgumentException(
          Text.of(
              "an imageSize of %s makes windows of its smaller side, which has to divide the window %d",
              options.imageSize(), window));
    }
  }

  private static void requireRange(String what, int number, int maximum) {
    if (number < 1 || number > maximum) {
      throw new IllegalArgumentException(
          Text.of("swinir needs %s of 1 to %d, not %d", what, maximum, number));
    }
  }

  /** A network whose numbers are all given. */
  public SwinIr(
      int embedDim,
      List<Integer> depths,
      List<Integer> heads,
      int window,
      double mlpRatio,
      double imageRange,
      Form form,
      SwinIrOptions options) {
    this(
        embedDim,
        depths,
        heads,
        window,
        Double.valueOf(mlpRatio),
        Double.valueOf(imageRange),
        form,
        Objects.requireNonNull(options));
  }

  /** SwinIR of the DCPT release for five degradations. */
  public static SwinIr published() {
    List<Integer> six = Collections.nCopies(6, 6);
    return new SwinIr(180, six, six, 8, 2, 1, Form.DCPT, SwinIrOptions.DEFAULT);
  }

  /** The side of the windows that attention is cut to: training images may be smaller than them. */
  private int attentionWindow() {
    return Math.min(window, options.smallerSide());
  }

  @Override
  public int sizeMultiple() {
    return form == Form.DCPT ? attentionWindow() : 1;
  }

  /** In the original form, the smallest side that can be padded by its reflection. */
  @Override
  public int minimumSize() {
    return form == Form.DCPT ? attentionWindow() : window / 2 + 1;
  }

  @Override
  public int inputChannels() {
    return options.imageChannels();
  }

  @Override
  public int outputChannels() {
    return options.imageChannels();
  }

  /**
   * A window per layer, 48 pixels for the published networks. The bound is wider: every block can
   * pass information on by half a window, about 150 pixels in all. But a block only adds to what is
   * there, so that what came from far away is one share of many; the authors' own program lets
   * tiles overlap by four windows. In the DCPT form, pixels at the edge of a tile also attend to
   * its other side, as those at the edge of a whole image do.
   */
  @Override
  public ReceptiveField receptiveField() {
    return ReceptiveField.of(layers().size() * window);
  }

  /**
   * {@inheritDoc}
   *
   * <p>In the original form, which knows no decoder, the second half of the layers counts as one.
   */
  @Override
  public List<Integer> stageChannels() {
    return Collections.nCopies(stages(), embedDim);
  }

  private int stages() {
    return Math.max(1, layers().size() / 2);
  }

  @Override
  public boolean stagesAtFullSize() {
    return true;
  }

  /** Buffers that follow from the configuration: which distances pixels have, and the mask. */
  @Override
  public boolean ignores(String parameterName) {
    return form == Form.ORIGINAL && BUFFER.matcher(parameterName).matches();
  }

  private List<Layer> layers() {
    if (form == Form.ORIGINAL) {
      return IntStream.range(0, depths.size())
          .mapToObj(i -> new Layer("layers." + i, depths.get(i), heads.get(i)))
          .toList();
    }
    int half = depths.size() / 2;
    Stream<Layer> encoder =
        IntStream.range(0, half)
            .mapToObj(i -> new Layer("encode_layers." + i, depths.get(i), heads.get(i)));
    Stream<Layer> decoder =
        IntStream.range(0, half)
            .mapToObj(
                i ->
                    new Layer(
                        "decode_layers" + i,
                        depths.get(DECODER_OFFSET + i),
                        heads.get(DECODER_OFFSET + i)));
    return Stream.concat(encoder, decoder).toList();
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    int colours = options.imageChannels();
    List<Double> mean = colours == 3 ? MEAN_COLOUR : Collections.nCopies(colours, 0.0);
    List<Double> toRange = Collections.nCopies(colours, imageRange);
    List<Double> fromRange = Collections.nCopies(colours, 1 / imageRange);
    List<Double> centring = mean.stream().map(colour -> 0 - colour * imageRange).toList();

    T whole = form == Form.ORIGINAL ? ops.padToMultiple(image, window, Padding.REFLECT) : image;
    T centred = ops.affine(whole, new Affine(toRange, centring));
    T shallow = ops.conv("conv_first", Conv.same(colours, embedDim, 3), centred);
    T x = embedded(ops, shallow);
    List<T> outputs = new ArrayList<>();
    for (Layer layer : layers()) {
      x = layer(ops, layer, x);
      outputs.add(x);
    }
    List<T> stages = new ArrayList<>(outputs.subList(outputs.size() - stages(), outputs.size()));
    Collections.reverse(stages);
    T last = x;
    return new Features<>(
        stages,
        () -> {
          T deep = ops.norm("norm", Norm.layer(embedDim, NORM_EPSILON), last);
          deep = ops.add(residual(ops, "conv_after_body", deep), shallow);
          T change = ops.conv("conv_last", Conv.same(embedDim, colours, 3), deep);
          T restored = ops.affine(ops.add(centred, change), new Affine(fromRange, mean));
          return form == Form.ORIGINAL ? ops.cropLike(restored, image) : restored;
        });
  }

  private <T> T embedded(Ops<T> ops, T x) {
    if (options.patchNorm()) {
      x = ops.norm("patch_embed.norm", Norm.layer(embedDim, NORM_EPSILON), x);
    }
    if (options.positionEmbedding()) {
      int height = options.imageSize().get(0);
      int width = options.imageSize().get(1);
      x = ops.addPositions("absolute_pos_embed", new Positions(embedDim, height, width), x);
    }
    return x;
  }

  private <T> T layer(Ops<T> ops, Layer layer, T x) {
    T u = x;
    for (int block = 0; block < layer.depth(); block++) {
      boolean shifted = block % 2 == 1 && options.smallerSide() > window;
      String name = layer.name() + ".residual_group.blocks." + block + ".";
      u = block(ops, name, attention(layer.heads(), shifted), u);
    }
    return ops.add(residual(ops, layer.name() + ".conv", u), x);
  }

  private WindowAttention attention(int headCount, boolean shifted) {
    boolean published = form == Form.ORIGINAL;
    int shift = shifted ? window / 2 : 0;
    return new WindowAttention(embedDim, headCount, attentionWindow(), shift, published, published);
  }

  private <T> T block(Ops<T> ops, String name, WindowAttention attention, T x) {
    int c = embedDim;
    T u = ops.norm(name + "norm1", Norm.layer(c, NORM_EPSILON), x);
    u = ops.linear(name + "attn.qkv", Linear.perPixel(c, 3 * c, options.qkvBias()), u);
    u = ops.windowAttention(name + "attn", attention, u);
    T y = ops.add(x, ops.linear(name + "attn.proj", Linear.perPixel(c, c), u));

    int hidden = (int) (c * mlpRatio);
    T t = ops.norm(name + "norm2", Norm.layer(c, NORM_EPSILON), y);
    t = ops.activate(Activation.GELU, ops.linear(name + "mlp.fc1", Linear.perPixel(c, hidden), t));
    return ops.add(y, ops.linear(name + "mlp.fc2", Linear.perPixel(hidden, c), t));
  }

  /** What stands before a sum with a layer's input. */
  private <T> T residual(Ops<T> ops, String name, T x) {
    if (options.residual() == SwinIrOptions.Residual.ONE_CONVOLUTION) {
      return ops.conv(name, Conv.same(embedDim, embedDim, 3), x);
    }
    int narrow = embedDim / SwinIrOptions.Residual.REDUCTION;
    x =
        ops.activate(
            Activation.leakyRelu(LEAK), ops.conv(name + ".0", Conv.same(embedDim, narrow, 3), x));
    x =
        ops.activate(
            Activation.leakyRelu(LEAK), ops.conv(name + ".2", Conv.pointwise(narrow, narrow), x));
    return ops.conv(name + ".4", Conv.same(narrow, embedDim, 3), x);
  }

  @Override
  public StateOrder stateOrder() {
    Stream<String> first =
        Stream.of("absolute_pos_embed", "conv_first", "patch_embed", "encode_layers");
    Stream<String> decoder = IntStream.range(0, stages()).mapToObj(i -> "decode_layers" + i);
    Stream<String> rest =
        Stream.of(
            "layers",
            "norm",
            "conv_after_body",
            "conv_last",
            "residual_group",
            "conv",
            "blocks",
            "norm1",
            "attn",
            "norm2",
            "mlp",
            "relative_position_bias_table",
            "qkv",
            "proj",
            "fc1",
            "fc2",
            "weight",
            "bias");
    return new StateOrder(Stream.of(first, decoder, rest).flatMap(words -> words).toList());
  }
}
