package io.github.dcpt4j.cli.study;

import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.study.CleanPictures;
import io.github.dcpt4j.trainer.study.Spread;
import io.github.dcpt4j.trainer.study.StudyResult;
import io.github.dcpt4j.trainer.study.StudySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a study found, for people and for programs.
 *
 * @param network that was studied
 * @param settings of the study
 * @param results in the order in which they are told
 */
record StudyFigures(RestorationNetwork network, StudySettings settings, List<StudyResult> results) {

  private record Document(
      RestorationNetwork network,
      int stage,
      int patch,
      int neighbours,
      long seed,
      List<Line> results,
      String report,
      String plot) {}

  private record Line(
      String weights,
      String pictures,
      int picturesPerClass,
      int features,
      Figure accuracy,
      Figure normalisedAccuracy,
      double chance) {

    static Line of(StudyResult result) {
      return new Line(
          result.name(),
          label(result.pictures()),
          result.picturesPerClass(),
          result.featureLength(),
          Figure.of(result.accuracy()),
          Figure.of(result.normalisedAccuracy()),
          result.chance());
    }
  }

  private record Figure(double mean, double deviation, List<Double> splits) {

    static Figure of(Spread spread) {
      return new Figure(spread.mean(), spread.deviation(), spread.values());
    }
  }

  /** Prints one JSON document. */
  void printJson(PrintWriter out, Path page, Path plot) {
    Json.print(
        out,
        new Document(
            network,
            settings.stage(),
            settings.side(),
            settings.neighbours(),
            settings.seed(),
            results.stream().map(Line::of).toList(),
            page.toString(),
            plot.toString()));
  }

  /** Prints a line for each result. */
  void print(PrintWriter out) {
    for (StudyResult result : results) {
      out.printf(
          Locale.ROOT,
          "%-8s %-8s %5.1f +- %4.1f %%  (normalised %5.1f +- %4.1f %%, chance %.0f %%)%n",
          result.name(),
          label(result.pictures()),
          100 * result.accuracy().mean(),
          100 * result.accuracy().deviation(),
          100 * result.normalisedAccuracy().mean(),
          100 * result.normalisedAccuracy().deviation(),
          100 * result.chance());
    }
  }

  private static String label(CleanPictures choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
