package io.github.dcpt4j.trainer.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Patches to train on.
 *
 * @param size number of patches N
 * @param height rows of a patch H
 * @param width columns of a patch W
 * @param input degraded patches, [N, H, W, 3] RGB, 0..1 but for unclipped noise
 * @param target clean patches, likewise
 * @param labels index of each patch's degradation, [N]
 */
public record Batch(int size, int height, int width, float[] input, float[] target, int[] labels) {

  private static final int CHANNELS = 3;

  /**
   * Cuts the batch into parts whose sizes differ by one at most, in its order.
   *
   * @param parts at least 1; where there are fewer patches, each is a part
   */
  public List<Batch> split(int parts) {
    if (parts == 1) {
      return List.of(this);
    }
    int count = Math.min(parts, size);
    int stride = height * width * CHANNELS;
    List<Batch> split = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = size * i / count;
      int to = size * (i + 1) / count;
      split.add(
          new Batch(
              to - from,
              height,
              width,
              Arrays.copyOfRange(input, from * stride, to * stride),
              Arrays.copyOfRange(target, from * stride, to * stride),
              Arrays.copyOfRange(labels, from, to)));
    }
    return split;
  }
}
