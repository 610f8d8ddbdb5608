package io.github.dcpt4j.sdk.card;

import java.util.Locale;

/**
 * The number format in which a model computes. Inputs and outputs are 32-bit floats in any case.
 */
public enum Precision {
  /** 32-bit floats. */
  FP32,
  /** 16-bit floats. */
  FP16,
  /** 8-bit integers. */
  INT8;

  /** Returns the name used in files and on the command line, such as {@code fp32}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
