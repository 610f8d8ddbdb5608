package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;

/** The operations that change height, width or the number of channels, as {@link Ops} has them. */
final class ReferenceSizes {

  private ReferenceSizes() {}

  static ReferenceTensor concat(ReferenceTensor a, ReferenceTensor b) {
    boolean fits = a.batch() == b.batch() && a.height() == b.height() && a.width() == b.width();
    a.require(fits, "a concatenation with " + b);
    return a.like(
        a.channels() + b.channels(),
        a.height(),
        a.width(),
        (n, c, row, column) ->
            c < a.channels() ? a.at(n, c, row, column) : b.at(n, c - a.channels(), row, column));
  }

  static ReferenceTensor maxPool(ReferenceTensor x) {
    x.require(x.height() > 1 && x.width() > 1, "a maximum of 2 x 2 blocks");
    return x.like(
        x.channels(),
        x.height() / 2,
        x.width() / 2,
        (n, c, row, column) -> {
          double upper =
              Math.max(x.at(n, c, 2 * row, 2 * column), x.at(n, c, 2 * row, 2 * column + 1));
          double lower =
              Math.max(
                  x.at(n, c, 2 * row + 1, 2 * column), x.at(n, c, 2 * row + 1, 2 * column + 1));
          return Math.max(upper, lower);
        });
  }

  static ReferenceTensor strideSample(ReferenceTensor x, int factor) {
    x.require(x.height() >= factor && x.width() >= factor, "a reduction by " + factor);
    return x.like(
        x.channels(),
        x.height() / factor,
        x.width() / factor,
        (n, c, row, column) -> x.at(n, c, row * factor, column * factor));
  }

  static ReferenceTensor pixelShuffle(ReferenceTensor x, int factor) {
    x.require(factor > 1 && x.channels() % (factor * factor) == 0, "a pixel shuffle");
    return x.like(
        x.channels() / (factor * factor),
        x.height() * factor,
        x.width() * factor,
        (n, c, row, column) -> {
          int from = (c * factor + row % factor) * factor + column % factor;
          return x.at(n, from, row / factor, column / factor);
        });
  }

  static ReferenceTensor pixelUnshuffle(ReferenceTensor x, int factor) {
    boolean fits = factor > 1 && x.height() % factor == 0 && x.width() % factor == 0;
    x.require(fits, "a pixel unshuffle");
    return x.like(
        x.channels() * factor * factor,
        x.height() / factor,
        x.width() / factor,
        (n, c, row, column) -> {
          int i = c / factor % factor;
          int j = c % factor;
          return x.at(n, c / (factor * factor), row * factor + i, column * factor + j);
        });
  }

  static ReferenceTensor resizeLike(ReferenceTensor x, ReferenceTensor reference) {
    int height = reference.height();
    int width = reference.width();
    return x.like(
        x.channels(),
        height,
        width,
        (n, c, row, column) -> {
          double y = Math.max((row + 0.5) * x.height() / height - 0.5, 0);
          double z = Math.max((column + 0.5) * x.width() / width - 0.5, 0);
          int top = (int) y;
          int left = (int) z;
          int bottom = Math.min(top + 1, x.height() - 1);
          int right = Math.min(left + 1, x.width() - 1);
          double upper = mix(x.at(n, c, top, left), x.at(n, c, top, right), z - left);
          double lower = mix(x.at(n, c, bottom, left), x.at(n, c, bottom, right), z - left);
          return mix(upper, lower, y - top);
        });
  }

  private static double mix(double a, double b, double share) {
    return (1 - share) * a + share * b;
  }

  static ReferenceTensor padToMultiple(ReferenceTensor x, int multiple, Padding padding) {
    int height = nextMultiple(x.height(), multiple);
    int width = nextMultiple(x.width(), multiple);
    boolean reflectable = height < 2 * x.height() && width < 2 * x.width();
    x.require(padding == Padding.ZERO || reflectable, "a reflection to multiples of " + multiple);
    return x.like(
        x.channels(),
        height,
        width,
        (n, c, row, column) -> {
          if (padding == Padding.ZERO) {
            return x.isPixel(row, column) ? x.at(n, c, row, column) : 0;
          }
          return x.at(n, c, reflected(row, x.height()), reflected(column, x.width()));
        });
  }

  private static int nextMultiple(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }

  private static int reflected(int position, int size) {
    int last = size - 1;
    return last - Math.abs(last - position);
  }

  static ReferenceTensor cropLike(ReferenceTensor x, ReferenceTensor reference) {
    boolean larger = x.height() >= reference.height() && x.width() >= reference.width();
    x.require(larger, "a crop to the size of " + reference);
    return x.like(x.channels(), reference.height(), reference.width(), x::at);
  }
}
