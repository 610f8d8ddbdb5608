package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.StoredType;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.TensorLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as a PyTorch file describes it: a look into a storage.
 *
 * @param storage where its values are
 * @param type what they are
 * @param offset where it begins, in values
 * @param shape sizes, outermost first
 * @param strides steps from one index to the next, in values; may be zero, or overlap
 */
record TorchTensor(
    TorchStorage storage, StoredType type, long offset, List<Integer> shape, List<Long> strides) {

  // storage, offset, shape, strides; what may follow them speaks of gradients only
  private static final int DESCRIBED_BY = 4;
  private static final int WITH_TYPE = 7;

  /** Takes the arguments of PyTorch's function {@code _rebuild_tensor_v2} or of its forerunner. */
  static TorchTensor ofTyped(Object[] arguments) {
    if (arguments.length >= DESCRIBED_BY && arguments[0] instanceof TorchStorage storage) {
      StoredType type =
          storage
              .type()
              .orElseThrow(() -> new CheckpointException("it has a tensor without a type"));
      return of(arguments, storage, type);
    }
    throw new CheckpointException("it has a tensor of an unknown form");
  }

  /** Takes the arguments of {@code _rebuild_tensor_v3}, which name the type of the values. */
  static TorchTensor ofUntyped(Object[] arguments) {
    if (arguments.length >= WITH_TYPE
        && arguments[0] instanceof TorchStorage storage
        && arguments[WITH_TYPE - 1] instanceof StoredType type) {
      return of(arguments, storage, type);
    }
    throw new CheckpointException("it has a tensor of an unknown form");
  }

  private static TorchTensor of(Object[] arguments, TorchStorage storage, StoredType type) {
    List<Long> sides = naturals(arguments[2]);
    List<Long> strides = naturals(arguments[3]);
    if (!isNatural(arguments[1])
        || sides.size() != strides.size()
        || sides.size() > TensorLimits.MAXIMUM_RANK
        || sides.stream().anyMatch(side -> side > Integer.MAX_VALUE)) {
      throw new CheckpointException("it has a tensor with an invalid shape");
    }
    TorchTensor tensor =
        new TorchTensor(
            storage,
            type,
            ((Number) arguments[1]).longValue(),
            sides.stream().map(Long::intValue).toList(),
            strides);
    if (tensor.size() > 0 && tensor.end() > storage.bytes() / type.bytes()) {
      throw new CheckpointException("it has a tensor that lies outside of its storage");
    }
    return tensor;
  }

  /** Whether a value of a pickle is an integer from zero on. */
  static boolean isNatural(Object value) {
    return (value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0;
  }

  private static List<Long> naturals(Object tuple) {
    if (!(tuple instanceof Object[] values)) {
      throw new CheckpointException("it has a tensor with an invalid shape");
    }
    List<Long> naturals = new ArrayList<>();
    for (Object value : values) {
      if (!isNatural(value)) {
        throw new CheckpointException("it has a tensor with an invalid shape");
      }
      naturals.add(((Number) value).longValue());
    }
    return naturals;
  }

  /** How many values it has; Long.MAX_VALUE stands for all that is beyond counting. */
  long size() {
    if (shape.contains(0)) {
      return 0;
    }
    long size = 1;
    for (int side : shape) {
      if (size > Long.MAX_VALUE / side) {
        return Long.MAX_VALUE;
      }
      size *= side;
    }
    return size;
  }

  /** One past the last value that it looks at, in the same sense. */
  private long end() {
    long last = offset;
    for (int axis = 0; axis < shape.size(); axis++) {
      long steps = shape.get(axis) - 1L;
      long stride = strides.get(axis);
      if (steps > 0 && stride > (Long.MAX_VALUE - 1 - last) / steps) {
        return Long.MAX_VALUE;
      }
      last += steps * stride;
    }
    return last == Long.MAX_VALUE ? last : last + 1;
  }

  /**
   * Copies the values out, row by row.
   *
   * @param raw all bytes of the storage
   */
  Tensor read(ByteBuffer raw) {
    int size = Math.toIntExact(size());
    if (size == 0) {
      return new Tensor(shape, new float[0]);
    }
    int start = Math.toIntExact(offset * type.bytes());
    if (isRowMajor()) {
      ByteBuffer own = raw.slice(start, Math.multiplyExact(size, type.bytes())).order(raw.order());
      return new Tensor(shape, type.toFloats(own));
    }
    float[] values = new float[size];
    int[] index = new int[shape.size()];
    long position = offset;
    for (int i = 0; i < size; i++) {
      values[i] = type.next(raw.position((int) position * type.bytes()));
      for (int axis = index.length - 1; axis >= 0; axis--) {
        position += strides.get(axis);
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        position -= strides.get(axis) * index[axis];
        index[axis] = 0;
      }
    }
    return new Tensor(shape, values);
  }

  private boolean isRowMajor() {
    long expected = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= shape.get(axis);
    }
    return true;
  }
}
