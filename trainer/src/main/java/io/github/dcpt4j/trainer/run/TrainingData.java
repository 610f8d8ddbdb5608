package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.data.BatchSource;
import io.github.dcpt4j.trainer.data.MemoryBudget;
import io.github.dcpt4j.trainer.data.PairedPatches;
import io.github.dcpt4j.trainer.data.PatchSource;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.data.PictureCache;
import io.github.dcpt4j.trainer.data.SyntheticPatches;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The pictures of a run, and the batches made of them. */
final class TrainingData implements AutoCloseable {

  private final RunSettings settings;
  private final PictureCache cache;
  private final Map<String, DataFingerprint.Content> folders = new LinkedHashMap<>();
  private final List<BatchSource> stages;

  /**
   * Finds the pictures that settings name.
   *
   * @param pictureBytes memory for those that stay decoded
   */
  TrainingData(RunSettings settings, long pictureBytes) {
    this.settings = settings;
    this.cache = new PictureCache(new MemoryBudget(pictureBytes));
    try {
      List<BatchSource.Task> tasks = tasks(settings.data());
      stages =
          settings.stages().stream()
              .map(stage -> new BatchSource(tasks, stage.batch(), stage.patch(), settings.seed()))
              .toList();
    } catch (RuntimeException e) {
      cache.close();
      throw e;
    }
  }

  private List<BatchSource.Task> tasks(DataSettings data) {
    int side = settings.stages().stream().mapToInt(Stage::patch).max().orElseThrow();
    Photographs photographs = Photographs.load(data.clean(), cache);
    photographs.requireSide(side);
    for (Path folder : data.clean()) {
      folders.put(folder.toString(), DataFingerprint.Content.of(Photographs.files(folder)));
    }
    List<BatchSource.Task> tasks = new ArrayList<>();
    for (String label : data.labels()) {
      List<PatchSource> sources = new ArrayList<>();
      if (photographs.size() > 0) {
        Degradations.byLabel(data.synthesis().getOrDefault(label, label), data.labels())
            .ifPresent(degradation -> sources.add(new SyntheticPatches(photographs, degradation)));
      }
      // A folder that is named several times is drawn from as often.
      for (String folder : data.pairs().getOrDefault(label, List.of())) {
        PairedPatches pairs = PairedPatches.load(label, Path.of(folder), cache);
        pairs.requireSide(side);
        folders.put(label + "=" + folder, DataFingerprint.Content.of(pairs.files()));
        sources.add(pairs);
      }
      if (sources.isEmpty()) {
        throw new RunException(
            Text.of(
                "there is no data for '%s': name pairs of it, or, for %s, clean photographs",
                label, String.join(", ", Degradations.labels())));
      }
      tasks.add(new BatchSource.Task(sources, data.shares().getOrDefault(label, 1.0)));
    }
    return tasks;
  }

  /**
   * Makes the batches of the step that follows {@code iteration} finished ones; after the last,
   * none.
   */
  List<Batch> batches(long iteration) {
    BatchSource stage = stages.get(settings.stageAt(iteration));
    return LongStream.range(
            settings.batchesBefore(iteration), settings.batchesBefore(iteration + 1))
        .mapToObj(stage::batch)
        .toList();
  }

  /** What the pictures are. */
  DataFingerprint fingerprint() {
    return new DataFingerprint(folders);
  }

  /** The pictures themselves. */
  PictureCache pictures() {
    return cache;
  }

  @Override
  public void close() {
    cache.close();
  }
}
