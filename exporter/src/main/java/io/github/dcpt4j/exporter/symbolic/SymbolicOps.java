package io.github.dcpt4j.exporter.symbolic;

import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.Layer;
import io.github.dcpt4j.exporter.ops.LearntRows;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Positions;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedConv;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes with sizes only: notes every declared parameter, counts multiply-accumulates of
 * convolutions, linear layers and matrix products, and checks that shapes fit.
 */
final class SymbolicOps implements Ops<Extent> {

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private long multiplyAccumulates;

  List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  long multiplyAccumulates() {
    return multiplyAccumulates;
  }

  private void declare(String name, Layer layer) {
    layer.parameters(name).forEach(this::declare);
  }

  private void declare(Parameter parameter) {
    String name = parameter.name();
    Parameter before = parameters.putIfAbsent(name, parameter);
    if (before != null && !before.equals(parameter)) {
      throw new IllegalStateException(Text.of("%s is declared twice, differently", name));
    }
  }

  private static void require(boolean condition, String name, Extent x) {
    if (!condition) {
      throw new IllegalArgumentException(Text.of("%s does not fit an input of %s", name, x));
    }
  }

  // Layers

  @Override
  public Extent conv(String name, Conv conv, Extent x) {
    require(x.channels() == conv.in(), name, x);
    int k = conv.kernel();
    declare(name, conv);
    int height = Math.floorDiv(x.height() + 2 * conv.padding() - k, conv.stride()) + 1;
    int width = Math.floorDiv(x.width() + 2 * conv.padding() - k, conv.stride()) + 1;
    require(height > 0 && width > 0, name, x);
    Extent out = new Extent(conv.out(), height, width);
    multiplyAccumulates += out.size() * conv.fanIn();
    return out;
  }

  @Override
  public Extent transposedConv(String name, TransposedConv conv, Extent x) {
    require(x.channels() == conv.in(), name, x);
    declare(name, conv);
    multiplyAccumulates += x.size() * conv.out() * TransposedConv.TAPS;
    return new Extent(conv.out(), 2 * x.height(), 2 * x.width());
  }

  @Override
  public Extent deformableConv(String name, DeformableConv conv, Extent x, Extent steering) {
    require(x.channels() == conv.in(), name, x);
    require(steering.equals(new Extent(27, x.height(), x.width())), name, steering);
    declare(name, conv);
    Extent result = new Extent(conv.out(), x.height(), x.width());
    multiplyAccumulates += result.size() * conv.in() * DeformableConv.TAPS;
    return result;
  }

  @Override
  public Extent linear(String name, Linear linear, Extent x) {
    require(x.channels() == linear.in(), name, x);
    require(!linear.rows() || x.height() == 1 && x.width() == 1, name, x);
    declare(name, linear);
    multiplyAccumulates += x.size() * linear.out();
    return new Extent(linear.out(), x.height(), x.width());
  }

  @Override
  public Extent norm(String name, Norm norm, Extent x) {
    require(x.channels() == norm.channels(), name, x);
    declare(name, norm);
    return x;
  }

  @Override
  public Extent scale(String name, Scale scale, Extent x) {
    require(x.channels() == scale.channels(), name, x);
    declare(name, scale);
    return x;
  }

  @Override
  public Extent softmaxScale(String name, SoftmaxScale scale, Extent x) {
    declare(name, scale);
    return x;
  }

  // Sums and products

  @Override
  public Extent add(Extent a, Extent b) {
    require(a.equals(b), "a sum with " + b, a);
    return a;
  }

  @Override
  public Extent multiply(Extent x, Extent factors) {
    boolean perChannel = factors.equals(new Extent(x.channels(), 1, 1));
    require(perChannel || factors.equals(x), "a product with " + factors, x);
    return x;
  }

  @Override
  public Extent affine(Extent x, Affine map) {
    require(map.fits(x.channels()), map.toString(), x);
    return x;
  }

  // Activations and gates

  @Override
  public Extent activate(Activation activation, Extent x) {
    return x;
  }

  @Override
  public Extent softmax(Extent x) {
    return x;
  }

  @Override
  public List<Extent> halves(Extent x) {
    require(x.channels() % 2 == 0, "a division into halves", x);
    Extent half = new Extent(x.channels() / 2, x.height(), x.width());
    return List.of(half, half);
  }

  // Attention

  @Override
  public Extent transposedAttention(String temperature, TransposedAttention attention, Extent qkv) {
    require(qkv.channels() == 3 * attention.channels(), temperature, qkv);
    declare(temperature, attention);
    Extent out = new Extent(attention.channels(), qkv.height(), qkv.width());
    // Once to compare queries with keys, once to mix the values.
    multiplyAccumulates += 2 * out.size() * attention.headChannels();
    return out;
  }

  @Override
  public Extent windowAttention(String name, WindowAttention attention, Extent qkv) {
    int window = attention.window();
    boolean fits = qkv.height() % window == 0 && qkv.width() % window == 0;
    require(fits && qkv.channels() == 3 * attention.channels(), name, qkv);
    declare(name, attention);
    Extent out = new Extent(attention.channels(), qkv.height(), qkv.width());
    // Once to compare queries with keys, once to mix the values.
    multiplyAccumulates += 2 * out.size() * attention.tokens();
    return out;
  }

  @Override
  public Extent crossAttention(CrossAttention attention, Extent query, Extent keysAndValues) {
    require(query.channels() == attention.channels(), "a query", query);
    require(keysAndValues.channels() == 2 * attention.channels(), "attention", keysAndValues);
    // Every query meets every key, then every value.
    multiplyAccumulates += 2 * query.size() * keysAndValues.height() * keysAndValues.width();
    return query;
  }

  // Means

  @Override
  public Extent globalAveragePool(Extent x) {
    return new Extent(x.channels(), 1, 1);
  }

  @Override
  public Extent localMeans(Extent x, int rows, int columns) {
    int height = Math.max(x.height() - rows, 0) + 1;
    int width = Math.max(x.width() - columns, 0) + 1;
    return new Extent(x.channels(), height, width);
  }

  @Override
  public Extent coarseLocalMeans(Extent x, CoarseWindow rows, CoarseWindow columns) {
    if (rows.covers(x.height()) && columns.covers(x.width())) {
      return globalAveragePool(x);
    }
    int rowStep = rows.step(x.height());
    int columnStep = columns.step(x.width());
    int height = (x.height() - 1) / rowStep;
    int width = (x.width() - 1) / columnStep;
    require(height > 0 && width > 0, "a mean on every few pixels", x);
    Extent coarse = new Extent(x.channels(), height, width);
    Extent means = localMeans(coarse, rows.length() / rowStep, columns.length() / columnStep);
    return new Extent(x.channels(), means.height() * rowStep, means.width() * columnStep);
  }

  @Override
  public Extent multiplyAround(Extent x, Extent factors) {
    boolean fits =
        factors.channels() == x.channels()
            && factors.height() <= x.height()
            && factors.width() <= x.width();
    require(fits, "a product with " + factors, x);
    return x;
  }

  // Height, width and channels

  @Override
  public Extent concat(Extent a, Extent b) {
    require(a.height() == b.height() && a.width() == b.width(), "a concatenation with " + b, a);
    return new Extent(a.channels() + b.channels(), a.height(), a.width());
  }

  @Override
  public Extent maxPool(Extent x) {
    require(x.height() > 1 && x.width() > 1, "a maximum of 2 x 2 blocks", x);
    return new Extent(x.channels(), x.height() / 2, x.width() / 2);
  }

  @Override
  public Extent strideSample(Extent x, int factor) {
    require(x.height() >= factor && x.width() >= factor, "a reduction by " + factor, x);
    return new Extent(x.channels(), x.height() / factor, x.width() / factor);
  }

  @Override
  public Extent pixelShuffle(Extent x, int factor) {
    require(x.channels() % (factor * factor) == 0, "a pixel shuffle", x);
    return new Extent(x.channels() / (factor * factor), x.height() * factor, x.width() * factor);
  }

  @Override
  public Extent pixelUnshuffle(Extent x, int factor) {
    require(x.height() % factor == 0 && x.width() % factor == 0, "a pixel unshuffle", x);
    return new Extent(x.channels() * factor * factor, x.height() / factor, x.width() / factor);
  }

  @Override
  public Extent resizeLike(Extent x, Extent reference) {
    return new Extent(x.channels(), reference.height(), reference.width());
  }

  @Override
  public Extent padToMultiple(Extent x, int multiple, Padding padding) {
    int height = (x.height() + multiple - 1) / multiple * multiple;
    int width = (x.width() + multiple - 1) / multiple * multiple;
    boolean reflectable = height < 2 * x.height() && width < 2 * x.width();
    require(padding == Padding.ZERO || reflectable, "a reflection to multiples of " + multiple, x);
    return new Extent(x.channels(), height, width);
  }

  @Override
  public Extent cropLike(Extent x, Extent reference) {
    boolean larger = x.height() >= reference.height() && x.width() >= reference.width();
    require(larger, "a crop to the size of " + reference, x);
    return new Extent(x.channels(), reference.height(), reference.width());
  }

  // Learnt feature maps

  @Override
  public Extent mixture(String name, Prompt prompt, Extent shares) {
    require(shares.equals(new Extent(prompt.count(), 1, 1)), name, shares);
    declare(name, prompt);
    int side = prompt.side();
    return new Extent(prompt.channels(), side, side);
  }

  @Override
  public Extent learntRows(String name, LearntRows rows, Extent reference) {
    declare(name, rows);
    return new Extent(rows.channels(), reference.height(), reference.width());
  }

  /** The size is not compared: what is asked of a model here holds for images of any size. */
  @Override
  public Extent addPositions(String name, Positions positions, Extent x) {
    require(x.channels() == positions.channels(), name, x);
    declare(name, positions);
    return x;
  }
}
