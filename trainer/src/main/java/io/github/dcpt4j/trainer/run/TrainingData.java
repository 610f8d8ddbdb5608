package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.data.Batch;
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
  private final RunSettings settings;
  private final List<BatchSource> stages;

  TrainingData(RunSettings settings) {
    this.settings = settings;
    DataSettings data = settings.data();
    MemoryBudget budget = MemoryBudget.ofMachine();
    photographs = Photographs.load(data.clean(), budget);
    List<BatchSource.Task> tasks = new ArrayList<>();
    for (String label : data.labels()) {
      List<PatchSource> sources = new ArrayList<>();
      if (photographs.size() > 0) {
        Degradations.byLabel(label, data.labels())
            .ifPresent(degradation -> sources.add(new SyntheticPatches(photographs, degradation)));
      }
      Map<String, PairedPatches> folders = new LinkedHashMap<>();
      for (String folder : data.pairs().getOrDefault(label, List.of())) {
        // A folder that is named several times is decoded once and drawn from as often.
        sources.add(folders.computeIfAbsent(folder, name -> open(label, Path.of(name), budget)));
      }
      if (sources.isEmpty()) {
        throw new RunException(
            "there is no data for '%s': name --pairs %s=DIR, or, for %s, --clean"
                .formatted(label, label, String.join(", ", Degradations.labels())));
      }
      tasks.add(new BatchSource.Task(sources, data.shares().getOrDefault(label, 1.0)));
    }
    int side = settings.stages().stream().mapToInt(Stage::patch).max().orElseThrow();
    photographs.requireSide(side);
    pairs.forEach(real -> real.requireSide(side));
    stages =
        settings.stages().stream()
            .map(stage -> new BatchSource(tasks, stage.batch(), stage.patch(), settings.seed()))
            .toList();
  }

  private PairedPatches open(String label, Path folder, MemoryBudget budget) {
    PairedPatches real = PairedPatches.load(label, folder, budget);
    pairs.add(real);
    return real;
  }

  /** Makes the batch of the step that follows {@code iteration} finished ones. */
  Batch batch(long iteration) {
    return stages.get(settings.stageAt(iteration)).batch(iteration);
  }

  @Override
  public void close() {
    photographs.close();
    pairs.forEach(PairedPatches::close);
  }
}
