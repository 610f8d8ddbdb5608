package io.github.dcpt4j.sdk.image;

import java.util.Arrays;

/**
 * A row of samples of one type, for those who make pictures or read their rows. What runs over many
 * samples at once is a method of its own, so that the type is looked at once per run and not once
 * per sample. A run is stated by its first index and the step from one index to the next, which may
 * be negative or 0.
 */
public abstract sealed class Samples {

  /** Makes a row of zeros. */
  public static Samples allocate(SampleType type, int length) {
    return switch (type) {
      case UINT8 -> new Bytes(new byte[length]);
      case UINT16 -> new Shorts(new short[length]);
      case FLOAT32 -> new Floats(new float[length]);
    };
  }

  Samples() {}

  /** Returns how the samples are stored. */
  public abstract SampleType type();

  /** Returns the number of samples. */
  public abstract int length();

  /** Returns a sample as a float, 0 to 1 for integers. */
  public abstract float get(int index);

  /** Stores a value, for integers limited to 0 to 1 and rounded, halves to the even neighbour. */
  public abstract void set(int index, float value);

  /** Copies a run of samples of the same type. */
  public abstract void place(Samples source, int from, int fromStep, int to, int toStep, int count);

  /** Reads {@code target[i] = get(start + offsets[i] * step)}. */
  abstract void gather(int start, int[] offsets, int step, float[] target);

  /** Stores values limited to 0 to 1 as a run. */
  abstract void scatter(float[] values, int start, int step);

  /** Returns the array itself: byte[], short[] or float[]. */
  public abstract Object array();

  abstract Samples copy();

  /** Returns these samples in another type; the same object if they have it already. */
  final Samples as(SampleType type) {
    if (type == type()) {
      return this;
    }
    Samples converted = allocate(type, length());
    for (int i = 0; i < length(); i++) {
      converted.set(i, get(i));
    }
    return converted;
  }

  /** Returns whether all values are numbers within these bounds. */
  final boolean within(float lowest, float highest) {
    for (int i = 0; i < length(); i++) {
      float value = get(i);
      if (!(value >= lowest && value <= highest)) {
        return false;
      }
    }
    return true;
  }

  private static float limited(float value) {
    return Math.min(Math.max(value, 0), 1);
  }

  /** Unsigned bytes. */
  static final class Bytes extends Samples {
    private static final float MAXIMUM = 255f;

    private final byte[] values;

    Bytes(byte[] values) {
      this.values = values;
    }

    @Override
    public SampleType type() {
      return SampleType.UINT8;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public float get(int index) {
      return (values[index] & 0xff) / MAXIMUM;
    }

    @Override
    public void set(int index, float value) {
      values[index] = (byte) (int) Math.rint(limited(value) * MAXIMUM);
    }

    @Override
    public void place(Samples source, int from, int fromStep, int to, int toStep, int count) {
      byte[] others = ((Bytes) source).values;
      for (int i = 0; i < count; i++) {
        values[to + i * toStep] = others[from + i * fromStep];
      }
    }

    @Override
    void gather(int start, int[] offsets, int step, float[] target) {
      for (int i = 0; i < offsets.length; i++) {
        target[i] = (values[start + offsets[i] * step] & 0xff) / MAXIMUM;
      }
    }

    @Override
    void scatter(float[] run, int start, int step) {
      for (int i = 0; i < run.length; i++) {
        values[start + i * step] = (byte) (int) Math.rint(limited(run[i]) * MAXIMUM);
      }
    }

    @Override
    public byte[] array() {
      return values;
    }

    @Override
    Samples copy() {
      return new Bytes(values.clone());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(values, bytes.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Unsigned 16-bit integers. */
  static final class Shorts extends Samples {
    private static final float MAXIMUM = 65535f;

    private final short[] values;

    Shorts(short[] values) {
      this.values = values;
    }

    @Override
    public SampleType type() {
      return SampleType.UINT16;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public float get(int index) {
      return (values[index] & 0xffff) / MAXIMUM;
    }

    @Override
    public void set(int index, float value) {
      values[index] = (short) (int) Math.rint(limited(value) * MAXIMUM);
    }

    @Override
    public void place(Samples source, int from, int fromStep, int to, int toStep, int count) {
      short[] others = ((Shorts) source).values;
      for (int i = 0; i < count; i++) {
        values[to + i * toStep] = others[from + i * fromStep];
      }
    }

    @Override
    void gather(int start, int[] offsets, int step, float[] target) {
      for (int i = 0; i < offsets.length; i++) {
        target[i] = (values[start + offsets[i] * step] & 0xffff) / MAXIMUM;
      }
    }

    @Override
    void scatter(float[] run, int start, int step) {
      for (int i = 0; i < run.length; i++) {
        values[start + i * step] = (short) (int) Math.rint(limited(run[i]) * MAXIMUM);
      }
    }

    @Override
    public short[] array() {
      return values;
    }

    @Override
    Samples copy() {
      return new Shorts(values.clone());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Shorts shorts && Arrays.equals(values, shorts.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Floats. */
  static final class Floats extends Samples {
    private final float[] values;

    Floats(float[] values) {
      this.values = values;
    }

    @Override
    public SampleType type() {
      return SampleType.FLOAT32;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public float get(int index) {
      return values[index];
    }

    @Override
    public void set(int index, float value) {
      values[index] = value;
    }

    @Override
    public void place(Samples source, int from, int fromStep, int to, int toStep, int count) {
      float[] others = ((Floats) source).values;
      for (int i = 0; i < count; i++) {
        values[to + i * toStep] = others[from + i * fromStep];
      }
    }

    @Override
    void gather(int start, int[] offsets, int step, float[] target) {
      for (int i = 0; i < offsets.length; i++) {
        target[i] = values[start + offsets[i] * step];
      }
    }

    @Override
    void scatter(float[] run, int start, int step) {
      for (int i = 0; i < run.length; i++) {
        values[start + i * step] = limited(run[i]);
      }
    }

    @Override
    public float[] array() {
      return values;
    }

    @Override
    Samples copy() {
      return new Floats(values.clone());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats floats && Arrays.equals(values, floats.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }
}
