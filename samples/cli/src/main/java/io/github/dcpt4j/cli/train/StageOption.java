package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.run.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A stretch of a run as {@code --stage} describes it.
 *
 * @param patch height and width of a patch
 * @param batch patches in a batch
 * @param iterations steps of this stage alone
 */
record StageOption(int patch, int batch, long iterations) {

  /** Reads {@code PATCHxBATCH:ITERATIONS}. */
  static final class Converter implements ITypeConverter<StageOption> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5}):(\\d{1,12})");

    @Override
    public StageOption convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException(
            Text.of("'%s' is not of the form PATCHxBATCH:ITERATIONS, such as 64x8:10000", value));
      }
      return new StageOption(
          Integer.parseInt(form.group(1)),
          Integer.parseInt(form.group(2)),
          Long.parseLong(form.group(3)));
    }
  }

  /** The stages of a run, one after the other. */
  static List<Stage> inOrder(List<StageOption> options) {
    List<Stage> stages = new ArrayList<>();
    long until = 0;
    for (StageOption option : options) {
      until += option.iterations();
      stages.add(new Stage(until, option.batch(), option.patch()));
    }
    return stages;
  }
}
