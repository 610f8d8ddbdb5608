package io.github.dcpt4j.trainer.data;

import static io.github.dcpt4j.trainer.data.PairLayout.Partners.CONSECUTIVE_SHOTS;
import static io.github.dcpt4j.trainer.data.PairLayout.Partners.SAME_NAME;
import static io.github.dcpt4j.trainer.data.PairLayout.Partners.SAME_NUMBER;
import static io.github.dcpt4j.trainer.data.PairLayout.Partners.UP_TO_UNDERSCORE;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Real pairs as the public data sets lay them out.
 *
 * <table>
 * <caption>What is recognised, the first that fits</caption>
 * <tr><th>folders</th><th>data sets</th><th>partners</th></tr>
 * <tr><td>{@code input, target}</td><td>Rain13K, own sets</td><td>same name, or
 *     {@code 0001_0.8_0.2} and {@code 0001}</td></tr>
 * <tr><td>{@code clear, low} and others such as {@code haze_rain}</td><td>CDD-11; the label tells
 *     the folder of inputs, {@code low-light+rain} that of {@code low_rain}</td><td>same name</td>
 *     </tr>
 * <tr><td>{@code rain, norain}</td><td>RainTrainL, RainTrainH, Rain100L, Rain100H</td><td>same
 *     number: {@code rain-7} or {@code norain-7x2}, and {@code norain-7}; also {@code rain/X2}, or
 *     all in one folder</td></tr>
 * <tr><td>{@code hazy} or {@code haze}, {@code clear} or {@code gt}</td><td>RESIDE: OTS, ITS, SOTS
 *     </td><td>{@code 0001_0.8_0.2} and {@code 0001}</td></tr>
 * <tr><td>{@code low, high}</td><td>LOL</td><td>same name</td></tr>
 * <tr><td>{@code synthetic, gt}</td><td>Snow100K</td><td>same name</td></tr>
 * <tr><td>{@code source, target}, also in {@code train_c}</td><td>DPDD</td><td>same name,
 *     or two shots of a camera, numbered in turn over both folders</td></tr>
 * <tr><td>{@code blur, sharp} in each of its folders</td><td>GoPro, a folder for each sequence</td>
 *     <td>same name</td></tr>
 * <tr><td>{@code blur_crops, sharp_crops}</td><td>GoPro, cut up</td><td>same name</td></tr>
 * </table>
 *
 * <p>Extensions may differ, and capitals in the names of folders; the folders in one belong to it,
 * and partners are looked for at the same place within it first. Other folders beside these are
 * left alone.
 */
public final class PairFolder {

  private static final PairLayout OWN = new PairLayout("input", "target", UP_TO_UNDERSCORE);
  private static final PairLayout COMBINED = new PairLayout("low", "clear", SAME_NAME);
  private static final PairLayout DUAL_PIXEL =
      new PairLayout("source", "target", CONSECUTIVE_SHOTS);
  private static final PairLayout VIDEO = new PairLayout("blur", "sharp", SAME_NAME);
  private static final PairLayout RAIN = new PairLayout("rain", "norain", SAME_NUMBER);
  private static final List<PairLayout> OTHERS =
      List.of(
          RAIN,
          new PairLayout("hazy", "clear", UP_TO_UNDERSCORE),
          new PairLayout("hazy", "gt", UP_TO_UNDERSCORE),
          new PairLayout("haze", "clear", UP_TO_UNDERSCORE),
          new PairLayout("haze", "gt", UP_TO_UNDERSCORE),
          new PairLayout("low", "high", SAME_NAME),
          new PairLayout("synthetic", "gt", SAME_NAME),
          DUAL_PIXEL,
          VIDEO,
          new PairLayout("blur_crops", "sharp_crops", SAME_NAME));
  private static final String DUAL_PIXEL_TRAINING = "train_c";

  private PairFolder() {}

  /**
   * The pairs of a folder.
   *
   * @param label the degradation that is wanted, where the folder holds several
   * @throws PictureException if the folder has none of the known layouts, or an input has no
   *     target, or not exactly one
   */
  public static List<PicturePair> pairs(String label, Path folder) {
    if (OWN.isIn(folder)) {
      return OWN.pairs(folder);
    }
    if (COMBINED.isIn(folder)) {
      return combined(label).pairs(folder);
    }
    for (PairLayout layout : OTHERS) {
      if (layout.isIn(folder)) {
        return layout.pairs(folder);
      }
    }
    if (DUAL_PIXEL.isIn(folder.resolve(DUAL_PIXEL_TRAINING))) {
      return DUAL_PIXEL.pairs(folder.resolve(DUAL_PIXEL_TRAINING));
    }
    List<PicturePair> pairs = new ArrayList<>(sequences(folder));
    pairs.addAll(rainInOneFolder(folder));
    if (pairs.isEmpty()) {
      throw new PictureException(
          Text.of(
              "%s holds no pairs: put them into %s and %s, or lay them out as one of %s",
              folder,
              folder.resolve(OWN.input()),
              folder.resolve(OWN.target()),
              OTHERS.stream()
                  .map(layout -> layout.input() + "/" + layout.target())
                  .collect(Collectors.joining(", "))));
    }
    return pairs;
  }

  /** {@code low-light+haze} lies in {@code low_haze}. */
  private static PairLayout combined(String label) {
    String input = label.replace("low-light", "low").replace('+', '_');
    return new PairLayout(input, COMBINED.target(), SAME_NAME);
  }

  /** {@code rain-7.png} beside {@code norain-7.png}; streaks and masks may lie there too. */
  private static List<PicturePair> rainInOneFolder(Path folder) {
    List<Path> rainy = matching(folder, "rain-\\d+\\.\\w+");
    List<Path> clean = matching(folder, "norain-\\d+\\.\\w+");
    return rainy.isEmpty() || clean.isEmpty()
        ? List.of()
        : RAIN.pairs(new PairSide(folder, rainy), new PairSide(folder, clean));
  }

  private static List<Path> matching(Path folder, String names) {
    return PictureFolder.entries(folder).stream()
        .filter(file -> file.getFileName().toString().matches(names))
        .toList();
  }

  private static List<PicturePair> sequences(Path folder) {
    return PictureFolder.entries(folder).stream()
        .filter(VIDEO::isIn)
        .flatMap(part -> VIDEO.pairs(part).stream())
        .toList();
  }
}
