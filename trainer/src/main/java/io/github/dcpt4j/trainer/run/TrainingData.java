package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.data.BatchSource;
import io.github.dcpt4j.trainer.data.MemoryBudget;
import io.github.dcpt4j.trainer.data.PairedPatches;
import io.github.dcpt4j.trainer.data.PatchSource;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.data.SyntheticPatches;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a run, decoded, and the batches made of them. */
final class TrainingData implements AutoCloseable {

  private final Photographs photographs;
  private final List<PairedPatches> pairs = new ArrayList<>();
  private final BatchSource batches;

  TrainingData(RunSettings settings) {
    MemoryBudget budget = MemoryBudget.ofMachine();
    photographs = Photographs.load(settings.clean(), budget);
    List<BatchSource.Task> tasks = new ArrayList<>();
    for (String label : settings.labels()) {
      List<PatchSource> sources = new ArrayList<>();
      if (photographs.size() > 0) {
        Degradations.byLabel(label, settings.labels())
            .ifPresent(degradation -> sources.add(new SyntheticPatches(photographs, degradation)));
      }
      Map<String, PairedPatches> folders = new LinkedHashMap<>();
      for (String folder : settings.pairs().getOrDefault(label, List.of())) {
        // A folder that is named several times is decoded once and drawn from as often.
        sources.add(folders.computeIfAbsent(folder, name -> open(label, Path.of(name), budget)));
      }
      if (sources.isEmpty()) {
        throw new RunException(
            "there is no data for '%s': name --pairs %s=DIR, or, for %s, --clean"
                .formatted(label, label, String.join(", ", Degradations.labels())));
      }
      tasks.add(new BatchSource.Task(sources, settings.shares().getOrDefault(label, 1.0)));
    }
    batches = new BatchSource(tasks, settings.batch(), settings.patch(), settings.seed());
  }

  private PairedPatches open(String label, Path folder, MemoryBudget budget) {
    PairedPatches real = PairedPatches.load(label, folder, budget);
    pairs.add(real);
    return real;
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
