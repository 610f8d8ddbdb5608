package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** A 3 x 3 convolution that samples its input at given places, with DJL's tensors. */
final class DjlDeformableConv {

  private static final int TAPS = 9;

  private DjlDeformableConv() {}

  /**
   * Computes it.
   *
   * @param weight [out, in, 3, 3]
   * @param x [N, in, H, W]
   * @param steering [N, 27, H, W], as {@link io.github.dcpt4j.exporter.ops.Ops#deformableConv} has
   *     it
   * @return [N, out, H, W]
   */
  static NDArray of(NDArray weight, NDArray x, NDArray steering) {
    long out = weight.getShape().get(0);
    long in = weight.getShape().get(1);
    long n = x.getShape().get(0);
    long h = x.getShape().get(2);
    long w = x.getShape().get(3);
    NDList steered = steering.transpose(0, 2, 3, 1).split(new long[] {2 * TAPS}, 3);
    NDList shifts = steered.get(0).reshape(n, h, w, TAPS, 2).split(2, 4);
    NDManager manager = x.getManager();
    NDArray rows = manager.create(tapRows(h), new Shape(1, h, 1, TAPS));
    NDArray columns = manager.create(tapColumns(w), new Shape(1, 1, w, TAPS));
    Sampling places =
        new Sampling(
            shifts.get(0).squeeze(4).add(rows), shifts.get(1).squeeze(4).add(columns), h, w);
    NDArray factors = steered.get(1).getNDArrayInternal().sigmoid().expandDims(4);
    NDArray taps = places.of(x).mul(factors).reshape(n * h * w, TAPS * in);
    // [out, in, taps] in the order of the sampled values: taps, then channels.
    NDArray columnsOfWeight =
        weight.reshape(out, in, TAPS).transpose(2, 1, 0).reshape(TAPS * in, out);
    return taps.matMul(columnsOfWeight).reshape(n, h, w, out).transpose(0, 3, 1, 2);
  }

  /** The rows that the nine taps of every row read when nothing shifts them. */
  private static float[] tapRows(long height) {
    float[] rows = new float[Math.toIntExact(height * TAPS)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / TAPS + i % TAPS / 3 - 1;
    }
    return rows;
  }

  private static float[] tapColumns(long width) {
    float[] columns = new float[Math.toIntExact(width * TAPS)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i / TAPS + i % 3 - 1;
    }
    return columns;
  }
}
