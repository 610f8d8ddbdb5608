package io.github.dcpt4j.exporter.ops;

import java.util.List;

/**
 * The tensor operations that the networks need, at the level of meaning, so that every back end can
 * choose its own best form.
 *
 * <p>Feature maps are [N, C, H, W]. Batch, height and width are never asked for as numbers: an
 * implementation that builds a graph keeps them dynamic. Parameters are declared where they are
 * used, by their official names; using a name twice means the same parameter twice.
 *
 * @param <T> the back end's tensor: numbers, a node of a graph, or only a shape
 */
public interface Ops<T> {

  // Layers: the record of each declares its parameters

  /**
   * Cross-correlation with zero padding.
   *
   * @param x [N, in, H, W]
   * @return [N, out, H', W'] with H' = (H + 2 padding - k) / stride + 1, rounded down
   */
  T conv(String name, Conv conv, T x);

  /**
   * A transposed convolution that doubles height and width.
   *
   * @param x [N, in, H, W]
   * @return [N, out, 2 H, 2 W]
   */
  T transposedConv(String name, TransposedConv conv, T x);

  /**
   * A convolution that samples its input where another tensor says. Tap k = 3 ky + kx of the pixel
   * (y, x) reads the place (y - 1 + ky + dy, x - 1 + kx + dx), between pixels bilinearly, with
   * zeros outside of the image, and multiplies it by a factor from 0 to 1.
   *
   * @param x [N, in, H, W]
   * @param steering [N, 27, H, W]: dy and dx of tap k in pixels in the channels 2 k and 2 k + 1,
   *     the factor before its logistic function in channel 18 + k
   * @return [N, out, H, W]
   */
  T deformableConv(String name, DeformableConv conv, T x, T steering);

  /**
   * A fully connected layer.
   *
   * @param x [N, in, H, W]; [N, in, 1, 1] where the layer is one of rows
   * @return [N, out, H, W]; [N, out] where the layer is one of rows
   */
  T linear(String name, Linear linear, T x);

  /**
   * A normalisation.
   *
   * @param x [N, C, H, W]
   * @return the shape of x
   */
  T norm(String name, Norm norm, T x);

  /**
   * Multiplies every channel by its own learnt factor.
   *
   * @param x [N, C, H, W]
   * @return the shape of x
   */
  T scale(String name, Scale scale, T x);

  /** Multiplies everything by one entry of the soft-max of a learnt vector. */
  T softmaxScale(String name, SoftmaxScale scale, T x);

  // Sums and products

  /** The sum of two tensors of equal shape. */
  T add(T a, T b);

  /**
   * The product of x [N, C, H, W] with factors of the same shape or of [N, C, 1, 1], which then
   * hold for every pixel.
   */
  T multiply(T x, T factors);

  /**
   * Multiplies by fixed factors and then adds fixed numbers, the same for all channels or one for
   * each.
   *
   * @param x [N, C, H, W]
   * @param map with one pair of numbers, or C
   * @return the shape of x
   */
  T affine(T x, Affine map);

  // Activations and gates

  /** Applies a function to each value. */
  T activate(Activation activation, T x);

  /**
   * Soft-max of every row.
   *
   * @param x [N, K], as {@link #linear} gives it
   * @return the shape of x
   */
  T softmax(T x);

  /**
   * The first half of the channels, and the second.
   *
   * @param x [N, 2C, H, W]
   * @return two maps [N, C, H, W]
   */
  List<T> halves(T x);

  /**
   * The first half of the channels times the second half: NAFNet's simple gate.
   *
   * @param x [N, 2C, H, W]
   * @return [N, C, H, W]
   */
  default T simpleGate(T x) {
    List<T> halves = halves(x);
    return multiply(halves.get(0), halves.get(1));
  }

  /**
   * The exact GELU of the first half of the channels times the second half: Restormer's gate.
   *
   * @param x [N, 2C, H, W]
   * @return [N, C, H, W]
   */
  default T geluGate(T x) {
    List<T> halves = halves(x);
    return multiply(activate(Activation.GELU, halves.get(0)), halves.get(1));
  }

  // Attention

  /**
   * Attention between channels instead of pixels. Every channel of the queries and keys is a vector
   * over all pixels and is scaled to unit length, v / max(|v|, {@link
   * TransposedAttention#SMALLEST_LENGTH}); per head the result is activation(t q k^T) v, with t the
   * parameter.
   *
   * @param temperature the parameter's whole name
   * @param qkv [N, 3C, H, W]: queries, keys and values, each with its heads one after the other
   * @return [N, C, H, W]
   */
  T transposedAttention(String temperature, TransposedAttention attention, T qkv);

  /**
   * Self-attention within windows: softmax(scale q k + bias + mask) v for every window and head. A
   * head owns neighbouring channels. Parameter, where there is a position bias: {@code
   * name.relative_position_bias_table} [(2 window - 1)^2, heads], which starts normal with
   * deviation 0.02.
   *
   * @param qkv queries, keys and values one after another [N, 3C, H, W]; H and W multiples of the
   *     window
   * @return [N, C, H, W]
   */
  T windowAttention(String name, WindowAttention attention, T qkv);

  /**
   * Attention of every pixel to all pixels of another map, by head: softmax(q k^T / sqrt(C /
   * heads)) v. A head has C / heads channels that lie side by side.
   *
   * @param query q, [N, C, H, W]
   * @param keysAndValues k and v along the channels, [N, 2 C, H', W']
   * @return [N, C, H, W]
   */
  T crossAttention(CrossAttention attention, T query, T keysAndValues);

  // Means

  /**
   * The mean over height and width.
   *
   * @param x [N, C, H, W]
   * @return [N, C, 1, 1]
   */
  T globalAveragePool(T x);

  /**
   * The means over all windows of some rows and columns, at most as many as there are: one window
   * for every position, without going beyond the edges.
   *
   * @param x [N, C, H, W]
   * @param rows height of the windows, at least 1
   * @param columns width of the windows, at least 1
   * @return [N, C, H - h + 1, W - w + 1] with h = min(rows, H) and w = min(columns, W)
   */
  T localMeans(T x, int rows, int columns);

  /**
   * Means as {@link #localMeans} has them, but cheaper and not quite the same, as they are
   * published. Where both windows cover x, it is the mean over all. Otherwise the means are taken
   * on the coarse grid of the rows r, 2 r, 3 r ... and the columns s, 2 s, 3 s ..., counted from 0,
   * with r and s the windows' steps, over length / r and length / s places, rounded down; every
   * result then stands for r x s pixels.
   *
   * @param x [N, C, H, W], with at least two rows and columns on the coarse grid from 0 on
   * @return [N, C, H', W'] with H' at most H and W' at most W
   */
  T coarseLocalMeans(T x, CoarseWindow rows, CoarseWindow columns);

  /**
   * The product of x [N, C, H, W] with fewer factors [N, C, H', W'], which lie in the middle of x
   * and hold on beyond their edges: (H - H') / 2 rows, rounded down, take the factors of the first
   * row, what is left below those of the last, and so do columns.
   */
  T multiplyAround(T x, T factors);

  // Height, width and channels

  /** The channels of a, then those of b; all other sizes are equal. */
  T concat(T a, T b);

  /**
   * The maximum of every 2 x 2 block; an odd last row or column is dropped.
   *
   * @param x [N, C, H, W]
   * @return [N, C, H / 2, W / 2]
   */
  T maxPool(T x);

  /**
   * Keeps the first pixel of every block, which is what nearest-neighbour reduction does: out[n, c,
   * i, j] = x[n, c, i factor, j factor].
   *
   * @param x [N, C, H, W]
   * @param factor side of the blocks, at least 2
   * @return [N, C, H / factor, W / factor], rounded down
   */
  T strideSample(T x, int factor);

  /**
   * Moves channels to space: out[n, c, h r + i, w r + j] = x[n, c r^2 + i r + j, h, w].
   *
   * @param x [N, C r^2, H, W]
   * @param factor r, at least 2
   * @return [N, C, H r, W r]
   */
  T pixelShuffle(T x, int factor);

  /**
   * Moves space to channels, the inverse of {@link #pixelShuffle}: out[n, c r^2 + i r + j, h, w] =
   * x[n, c, h r + i, w r + j].
   *
   * @param x [N, C, H, W], H and W multiples of r
   * @param factor r, at least 2
   * @return [N, C r^2, H / r, W / r]
   */
  T pixelUnshuffle(T x, int factor);

  /**
   * Bilinear interpolation to the height and width of another feature map, without antialiasing.
   * The output's row i reads the row max((i + 0.5) H / H' - 0.5, 0) of the input, whose last row
   * goes on for ever; columns likewise.
   *
   * @param x [N, C, H, W]
   * @param reference [N, any, H', W']
   * @return [N, C, H', W']
   */
  T resizeLike(T x, T reference);

  /**
   * Extends height and width, at the bottom and at the right, to the next multiples.
   *
   * @param x [N, C, H, W]; to be reflected, H and W have to exceed the rows and columns added
   * @param multiple at least 1
   * @return [N, C, H', W'] with H' and W' the smallest multiples that are not below H and W
   */
  T padToMultiple(T x, int multiple, Padding padding);

  /**
   * Cuts away what lies below and to the right of the reference's size.
   *
   * @param x [N, C, H, W]
   * @param reference a feature map of at most H rows and W columns
   * @return [N, C, H', W'] with the reference's height and width
   */
  T cropLike(T x, T reference);

  // Learnt feature maps

  /**
   * The sum of learnt feature maps by their shares.
   *
   * @param name the parameter's whole name
   * @param shares [N, count]
   * @return [N, channels, side, side]
   */
  T mixture(String name, Prompt prompt, T shares);

  /**
   * Lays learnt rows of features out over an image, row-major: pixel r of T = H W takes row floor(r
   * (rows / T)), quotient and product in single precision, at most the last one.
   *
   * @param name the parameter's whole name
   * @param reference [N, any, H, W]; only its size counts
   * @return [N, C, H, W]
   */
  T learntRows(String name, LearntRows rows, T reference);

  /**
   * Adds a learnt value to every place.
   *
   * @param name the parameter's whole name
   * @param x [N, channels, height, width]
   * @return the shape of x
   */
  T addPositions(String name, Positions positions, T x);
}
