package io.github.dcpt4j.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Real pairs of one degradation.
 *
 * @param label the degradation
 * @param folder a folder with {@code input} and {@code target}
 */
record LabelledFolder(String label, String folder) {

  /** Reads {@code LABEL=DIR}. */
  static final class Converter implements ITypeConverter<LabelledFolder> {

    @Override
    public LabelledFolder convert(String value) {
      int sign = value.indexOf('=');
      if (sign < 1 || sign == value.length() - 1) {
        throw new TypeConversionException("'%s' is not of the form LABEL=DIR".formatted(value));
      }
      return new LabelledFolder(value.substring(0, sign), value.substring(sign + 1));
    }
  }
}
