package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.data.BatchSource;
import io.github.dcpt4j.trainer.data.PairedPatches;
import io.github.dcpt4j.trainer.data.PatchSource;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.data.SyntheticPatches;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a run, decoded, and the batches made of them. */
final class TrainingData implements AutoCloseable {

  private final Photographs photographs;
  private final List<PairedPatches> pairs = new ArrayList<>();
  private final BatchSource batches;

  TrainingData(RunSettings settings) {
    photographs = Photographs.load(settings.clean());
    List<BatchSource.Task> tasks = new ArrayList<>();
    for (String label : settings.labels()) {
      List<PatchSource> sources = new ArrayList<>();
      if (photographs.size() > 0) {
        sources.add(new SyntheticPatches(photographs, degradation(label)));
      }
      for (String folder : settings.pairs().getOrDefault(label, List.of())) {
        PairedPatches real = PairedPatches.load(label, Path.of(folder));
        pairs.add(real);
        sources.add(real);
      }
      if (sources.isEmpty()) {
        throw new RunException(
            "there is no data for '%s': name --pairs %s=DIR, or --clean".formatted(label, label));
      }
      tasks.add(new BatchSource.Task(sources, settings.shares().getOrDefault(label, 1.0)));
    }
    batches = new BatchSource(tasks, settings.batch(), settings.patch(), settings.seed());
  }

  private static Degradation degradation(String label) {
    return Degradations.standard().stream()
        .filter(candidate -> candidate.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new RunException("'%s' cannot be synthesised: give real pairs".formatted(label)));
  }

  BatchSource batches() {
    return batches;
  }

  @Override
  public void close() {
    photographs.close();
    pairs.forEach(PairedPatches::close);
  }
}
