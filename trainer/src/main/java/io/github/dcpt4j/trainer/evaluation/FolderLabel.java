package io.github.dcpt4j.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The degradation that a folder's name tells: {@code rain} or {@code derain}, {@code noise}, {@code
 * noisy} or {@code denoise}, {@code haze}, {@code hazy} or {@code dehaze}, {@code lowlight} or
 * {@code low-light}, {@code blur} or {@code deblur}, at the beginning of a word, in any case.
 */
final class FolderLabel {

  private static final Map<String, Pattern> WORDS =
      Map.of(
          "rain", word("(de)?rain"),
          "noise", word("(de)?nois[ey]"),
          "haze", word("(de)?haz[ey]"),
          "low-light", word("low[-_ ]?light"),
          "motion-blur", word("(de)?blur"));

  private FolderLabel() {}

  /** The label, if the name tells exactly one. */
  static Optional<String> of(String folderName) {
    String name = folderName.toLowerCase(Locale.ROOT);
    List<String> told = new ArrayList<>();
    WORDS.forEach(
        (label, word) -> {
          if (word.matcher(name).find()) {
            told.add(label);
          }
        });
    return told.size() == 1 ? Optional.of(told.get(0)) : Optional.empty();
  }

  // Not in the middle of a word: "train" is no rain.
  private static Pattern word(String expression) {
    return Pattern.compile("(?<![a-z])" + expression);
  }
}
