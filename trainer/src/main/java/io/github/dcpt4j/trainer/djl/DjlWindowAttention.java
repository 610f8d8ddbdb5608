package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Optional;

/** Attention within windows with DJL's tensors, all of them channels-last. */
final class DjlWindowAttention {

  private DjlWindowAttention() {}

  /**
   * Computes one block's attention.
   *
   * @param biasTable bias by relative position and head
   * @param qkv [N, H, W, 3C]
   * @return [N, H, W, C]
   */
  static NDArray attend(WindowAttention attention, Optional<NDArray> biasTable, NDArray qkv) {
    Shape shape = qkv.getShape();
    long n = shape.get(0);
    long h = shape.get(1);
    long w = shape.get(2);
    int window = attention.window();
    int heads = attention.heads();
    int tokens = attention.tokens();
    int headChannels = attention.headChannels();
    if (h % window != 0 || w % window != 0) {
      throw new IllegalArgumentException(
          Text.of("%s does not divide into windows of %d pixels", shape, window));
    }
    NDArray parts =
        rolled(qkv, attention.shift())
            .reshape(n, h / window, window, w / window, window, 3, heads, headChannels)
            .transpose(5, 0, 1, 3, 6, 2, 4, 7)
            .reshape(3, n * (h / window) * (w / window), heads, tokens, headChannels);
    NDList queriesKeysValues = parts.split(3, 0);
    NDArray queries = Constants.scaled(queriesKeysValues.get(0).squeeze(0), attention.queryScale());
    NDArray keys = queriesKeysValues.get(1).squeeze(0);
    NDArray values = queriesKeysValues.get(2).squeeze(0);

    NDArray scores = queries.matMul(keys.transpose(0, 1, 3, 2));
    if (biasTable.isPresent()) {
      scores = scores.add(biasOfPairs(attention, biasTable.get(), qkv.getManager()));
    }
    if (attention.needsMask()) {
      scores = masked(attention, scores, n, h / window, w / window);
    }
    NDArray mixed =
        scores
            .softmax(-1)
            .matMul(values)
            .reshape(n, h / window, w / window, heads, window, window, headChannels)
            .transpose(0, 1, 4, 2, 5, 3, 6)
            .reshape(n, h, w, attention.channels());
    return rolled(mixed, -attention.shift());
  }

  /** Moves all pixels up and to the left, what leaves there coming back on the other side. */
  private static NDArray rolled(NDArray x, int shift) {
    return shift == 0 ? x : rolled(rolled(x, 1, shift), 2, shift);
  }

  private static NDArray rolled(NDArray x, int axis, int shift) {
    long size = x.getShape().get(axis);
    long cut = Math.floorMod(shift, size);
    return Slices.along(x, axis, cut, size).concat(Slices.along(x, axis, 0, cut), axis);
  }

  /** For every pair of pixels of a window, [heads, tokens, tokens]. */
  private static NDArray biasOfPairs(WindowAttention attention, NDArray table, NDManager manager) {
    int tokens = attention.tokens();
    long[] positions = new long[tokens * tokens];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = attention.relativePosition(i / tokens, i % tokens);
    }
    return table
        .get(manager.create(positions))
        .reshape(tokens, tokens, attention.heads())
        .transpose(2, 0, 1);
  }

  private static NDArray masked(
      WindowAttention attention, NDArray scores, long images, long rows, long columns) {
    int tokens = attention.tokens();
    int pairs = tokens * tokens;
    float[] mask = new float[Math.toIntExact(rows * columns * pairs)];
    for (int i = 0; i < mask.length; i++) {
      int window = i / pairs;
      boolean lastRow = window / columns == rows - 1;
      boolean lastColumn = window % columns == columns - 1;
      boolean apart = attention.separates(lastRow, lastColumn, i % pairs / tokens, i % tokens);
      mask[i] = apart ? WindowAttention.MASKED : 0;
    }
    Shape all = scores.getShape();
    NDArray ofWindows =
        scores.getManager().create(mask, new Shape(1, rows * columns, 1, tokens, tokens));
    return scores
        .reshape(images, rows * columns, attention.heads(), tokens, tokens)
        .add(ofWindows)
        .reshape(all);
  }
}
