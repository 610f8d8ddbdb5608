package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.trainer.degradation.Degradations;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The degradation that a folder's name tells, in any case, by what a word of it begins with: {@code
 * rain} or {@code derain}, {@code noise}, {@code noisy} or {@code denoise}, {@code haze}, {@code
 * hazy} or {@code dehaze}, {@code lowlight} or {@code low-light}, {@code blur} or {@code deblur},
 * {@code defocus}, {@code jpeg} or {@code dejpeg}, {@code snow} or {@code desnow}, {@code mosaic}
 * or {@code demosaic}, {@code inpaint}. Several of them tell a mixture, if it is one of {@link
 * Degradations#mixtures}; there {@code low} suffices, as in CDD-11's {@code low_haze}.
 */
final class FolderLabel {

  private static final Map<String, Pattern> WORDS =
      Map.ofEntries(
          // Drops on the lens are another degradation.
          Map.entry("rain", word("(de)?rain(?!drop)")),
          Map.entry("noise", word("(de)?nois[ey]")),
          Map.entry("haze", word("(de)?haz[ey]")),
          Map.entry("low-light", word("low([-_ ]?light|(?=[-_ +](haze|rain|snow)))")),
          Map.entry("motion-blur", word("(de)?blur")),
          Map.entry("defocus", word("defocus")),
          Map.entry("jpeg", word("(de)?jpe?g")),
          Map.entry("snow", word("(de)?snow")),
          Map.entry("demosaicking", word("(de)?mosaic")),
          Map.entry("inpainting", word("inpaint")));

  private FolderLabel() {}

  /** The label, if the name tells exactly one. */
  static Optional<String> of(String folderName) {
    String name = folderName.toLowerCase(Locale.ROOT);
    Set<String> told = new HashSet<>();
    WORDS.forEach(
        (label, word) -> {
          if (word.matcher(name).find()) {
            told.add(label);
          }
        });
    // "defocus-blur", "defocus deblurring": the blur of the lens, not that of motion.
    if (told.contains("defocus")) {
      told.remove("motion-blur");
    }
    return told.size() == 1 ? told.stream().findFirst() : mixture(told);
  }

  private static Optional<String> mixture(Set<String> parts) {
    return Degradations.mixtures().stream()
        .map(degradation -> degradation.label())
        .filter(label -> Set.copyOf(List.of(label.split("\\+"))).equals(parts))
        .findFirst();
  }

  // Not in the middle of a word: "train" is no rain.
  private static Pattern word(String expression) {
    return Pattern.compile("(?<![a-z])" + expression);
  }
}
