package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Real pairs of one degradation.
 *
 * @param label the degradation
 * @param folder holds the pairs
 * @param times how often it is drawn from, relative to a folder that is named once
 */
record LabelledFolder(String label, String folder, int times) {

  /** Reads {@code LABEL=DIR} or {@code LABEL=DIR*TIMES}. */
  static final class Converter implements ITypeConverter<LabelledFolder> {

    private static final Pattern FORM = Pattern.compile("([^=]+)=(.+?)(?:\\*([1-9]\\d{0,3}))?");

    @Override
    public LabelledFolder convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException(
            Text.of("'%s' is not of the form LABEL=DIR or LABEL=DIR*TIMES", value));
      }
      int times = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
      return new LabelledFolder(form.group(1), form.group(2), times);
    }
  }

  /** The folders of each label, each as often as it is drawn from. */
  static Map<String, List<String>> byLabel(List<LabelledFolder> labelled) {
    Map<String, List<String>> folders = new LinkedHashMap<>();
    for (LabelledFolder one : labelled) {
      folders
          .computeIfAbsent(one.label(), label -> new ArrayList<>())
          .addAll(Collections.nCopies(one.times(), one.folder()));
    }
    return folders;
  }
}
