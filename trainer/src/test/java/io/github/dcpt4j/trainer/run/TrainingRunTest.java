package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.data.MemoryBudget;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.measures.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TrainingRunTest {

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private Path state() {
    return run().resolve("state.safetensors");
  }

  /** A short run stopped early, whose listener throws after the first checkpoint. */
  private void stopAfterTheFirstCheckpoint(RunSettings settings) {
    ProgressListener stopper =
        new ProgressListener() {
          @Override
          public void started(long iteration, long iterations) {
            assertThat(iteration).isZero();
          }

          @Override
          public void advanced(Progress progress) {
            if (progress.iteration() > SmallRun.CHECKPOINT_EVERY) {
              throw new IllegalStateException("stopped");
            }
          }
        };
    assertThatThrownBy(() -> SmallRun.train(run(), settings, stopper)).hasMessage("stopped");
  }

  @ParameterizedTest
  @EnumSource(ProcedureKind.class)
  void everyProcedureGoesOnBitForBitAfterAStop(ProcedureKind kind) throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(start);
    RunSettings settings = SmallRun.in(folder, 50).with(kind, start).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);

    stopAfterTheFirstCheckpoint(settings);
    SmallRun.Heard heard = new SmallRun.Heard();
    Checkpoint resumed = SmallRun.train(run(), settings, heard);

    assertThat(heard.starts()).containsExactly(SmallRun.CHECKPOINT_EVERY);
    assertThat(heard.advances()).extracting(Progress::iteration).containsExactly(30L, 40L, 50L);
    assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
    assertThat(Checkpoint.read(run().resolve("model.safetensors")).weights().asMap())
        .isEqualTo(whole.weights().asMap());
  }

  @Test
  void goesOnFromTheStepAtWhichItWasToldToStop() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);
    Cancellation cancellation = new Cancellation();
    ProgressListener stopper = SmallRun.cancellingAtTheFirstLine(cancellation);

    try (RunFolder run = RunFolder.open(run())) {
      TrainingRun training = new TrainingRun(run, settings, stopper);
      assertThatThrownBy(() -> training.train(cancellation))
          .isInstanceOf(CancellationException.class)
          .hasMessage("stopped after 11 of 50 iterations");
    }
    SmallRun.Heard heard = new SmallRun.Heard();
    Checkpoint resumed = SmallRun.train(run(), settings, heard);

    assertThat(heard.starts()).containsExactly(11L);
    assertThat(heard.advances())
        .extracting(Progress::iteration)
        .containsExactly(20L, 30L, 40L, 50L);
    assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
  }

  @ParameterizedTest
  @EnumSource(ProcedureKind.class)
  void everyProcedureMovesItsOwnPartOfTheModelOnly(ProcedureKind kind) throws IOException {
    SmallRun small = SmallRun.in(folder, 3);
    Path start = folder.resolve("start.safetensors");
    Checkpoint before = SmallRun.train(folder.resolve("first"), small.settings());
    before.write(start);
    Checkpoint after = SmallRun.train(run(), small.with(kind, start).settings());

    assertThat(part(after, false).equals(part(before, false)))
        .isEqualTo(kind == ProcedureKind.CLASSIFIER_TRAINING);
    assertThat(part(after, true).equals(part(before, true)))
        .isEqualTo(kind == ProcedureKind.FINE_TUNING || kind == ProcedureKind.GUIDED_TRANSFER);
  }

  private static Map<String, Tensor> part(Checkpoint checkpoint, boolean classifier) {
    Map<String, Tensor> part = new TreeMap<>(checkpoint.weights().asMap());
    part.keySet().removeIf(name -> name.startsWith(DegradationClassifier.SCOPE) != classifier);
    return part;
  }

  @Test
  void tellsTheStoryOfItsStages() throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun small = SmallRun.in(folder, 3);
    SmallRun.train(folder.resolve("first"), small.settings()).write(start);
    Checkpoint tuned =
        SmallRun.train(run(), small.with(ProcedureKind.FINE_TUNING).startingAt(start).settings());

    assertThat(tuned.provenance()).containsOnlyKeys("stage 1", "stage 2");
    assertThat(tuned.provenance().get("stage 1")).startsWith("pre-training, 3 of 3 iterations");
    assertThat(tuned.provenance().get("stage 2"))
        .startsWith("fine-tuning, 3 of 3 iterations")
        .endsWith("synthetic on photographs");
  }

  @Test
  void keepsOneLineOfTheLogForEachStretchWhenItGoesOn() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).settings();
    stopAfterTheFirstCheckpoint(settings);
    Path log = run().resolve("log.csv");
    // The listener stopped the run after the line of iteration 30, which is done again.
    assertThat(Files.readAllLines(log)).hasSize(4);
    Files.writeString(log, Files.readString(log) + "40,0.1,0.");

    SmallRun.train(run(), settings);

    List<String> lines = Files.readAllLines(log);
    assertThat(lines.get(0)).startsWith("iteration,pixel_loss,classification_loss,accuracy");
    assertThat(lines.stream().skip(1).map(line -> line.split(",")[0]))
        .containsExactly("10", "20", "30", "40", "50");
  }

  @Test
  void leavesAFinishedRunAsItIs() throws IOException {
    RunSettings settings = SmallRun.in(folder, 20).settings();
    Checkpoint first = SmallRun.train(run(), settings);
    byte[] model = Files.readAllBytes(run().resolve("model.safetensors"));
    SmallRun.Heard heard = new SmallRun.Heard();

    Checkpoint again = SmallRun.train(run(), settings, heard);

    assertThat(heard.starts()).containsExactly(20L);
    assertThat(heard.advances()).isEmpty();
    assertThat(again.weights().asMap()).isEqualTo(first.weights().asMap());
    assertThat(run().resolve("model.safetensors")).hasBinaryContent(model);
  }

  @Test
  void trainsOnAnyThread() throws Exception {
    RunSettings settings = SmallRun.in(folder, 5).settings();
    Checkpoint here = SmallRun.train(folder.resolve("here"), settings);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Checkpoint there = other.submit(() -> SmallRun.train(run(), settings)).get();
      assertThat(there.weights().asMap()).isEqualTo(here.weights().asMap());
    } finally {
      other.shutdown();
    }
  }

  @Test
  void refusesToGoOnWithOtherSettings() throws IOException {
    SmallRun.train(run(), SmallRun.in(folder, 2).settings());
    RunSettings others = SmallRun.in(folder, 3).settings();
    assertThatThrownBy(() -> SmallRun.train(run(), others))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("other settings (stages)");
  }

  @Test
  void goesOnWithOtherThreadsAndIntervals() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);
    stopAfterTheFirstCheckpoint(settings);
    SmallRun.Heard heard = new SmallRun.Heard();

    Checkpoint resumed = SmallRun.train(run(), settings.working(new Intervals(25, 25), 2), heard);

    assertThat(heard.starts()).containsExactly(SmallRun.CHECKPOINT_EVERY);
    assertThat(heard.advances()).extracting(Progress::iteration).containsExactly(25L, 50L);
    assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
  }

  @Test
  void refusesToGoOnWithOtherPictures() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).settings();
    stopAfterTheFirstCheckpoint(settings);
    Path added = folder.resolve("photographs/zebra.png");
    TestPictures.write(TestPictures.waves(60, 60, 1), added);

    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("photographs does not hold the pictures that the run began with")
        .hasMessageContaining("(3 files then, 4 now;");

    Files.delete(added);
    SmallRun.train(run(), settings);
    assertThat(iterationOfTheState()).isEqualTo("50");
  }

  @Test
  void oneThatSavedNothingMayBeginAgainWithOtherSettings() throws IOException {
    SmallRun small = SmallRun.in(folder, 10);
    assertThatThrownBy(() -> SmallRun.train(run(), small.withLearningRate(1e39).settings(1)))
        .hasMessageContaining("not finite");

    SmallRun.train(run(), small.settings());

    assertThat(iterationOfTheState()).isEqualTo("10");
  }

  @Test
  void learnsTheSameFromPicturesThatDoNotFitIntoMemory() throws IOException {
    RunSettings settings = SmallRun.in(folder, 5).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);
    List<Long> heard = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void opened(long held, long all) {
            heard.addAll(List.of(held, all));
          }

          @Override
          public void started(long iteration, long iterations) {}

          @Override
          public void advanced(Progress progress) {}
        };
    try (RunFolder open = RunFolder.open(run())) {
      Checkpoint small =
          new TrainingRun(open, settings, listener, RunResources.ofMachine().holding(0)).train();

      assertThat(small.weights().asMap()).isEqualTo(whole.weights().asMap());
    }
    assertThat(heard.get(0)).isZero();
    assertThat(heard.get(1)).isPositive();
  }

  @Test
  void aStageTakesBatchesThatNoneBeforeItTook() throws IOException {
    RunSettings settings =
        SmallRun.in(folder, 1)
            .withStages(new Stage(10, 2, 8, 4), new Stage(15, 2, 8, 1), new Stage(20, 2, 8, 2))
            .settings();
    assertThat(List.of(0L, 3L, 10L, 12L, 15L, 20L))
        .extracting(settings::batchesBefore)
        .containsExactly(0L, 12L, 40L, 42L, 45L, 55L);
  }

  @Test
  void stopsAtALossThatIsNotFiniteAndKeepsTheLastState() throws IOException {
    RunSettings settings = SmallRun.in(folder, 10).withLearningRate(1e20).settings(1);
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("loss is not finite at iteration 1")
        .hasMessageContaining("lower learning rate")
        .hasMessageEndingWith("the last checkpoint is kept");
    assertThat(iterationOfTheState()).isEqualTo("1");
  }

  @Test
  void savesNoStateThatIsNotFinite() throws IOException {
    // The first loss is finite, the step after it goes beyond what a float holds.
    RunSettings settings = SmallRun.in(folder, 10).withLearningRate(1e39).settings(1);
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("state is not finite at iteration 1")
        .hasMessageEndingWith("no checkpoint was written yet");
    assertThat(state()).doesNotExist();
    assertThat(run().resolve("model.safetensors")).doesNotExist();
  }

  private String iterationOfTheState() {
    return SafeTensors.read(state()).metadata().get("dcpt4j.iteration");
  }

  @Test
  void reportsADamagedState() throws IOException {
    RunSettings settings = SmallRun.in(folder, 2).settings();
    SmallRun.train(run(), settings);
    byte[] whole = Files.readAllBytes(state());

    Files.write(state(), Arrays.copyOf(whole, whole.length - 1));
    assertDamaged(settings);

    Files.writeString(state(), "text");
    assertDamaged(settings);

    new SafeTensors(Map.of(), new Weights(Map.of())).write(state());
    assertDamaged(settings);
  }

  private void assertDamaged(RunSettings settings) {
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("state.safetensors is damaged")
        .hasMessageContaining("delete it to begin again");
  }

  @Test
  void reportsAStateOfAnotherModel() throws IOException {
    RunSettings settings = SmallRun.in(folder, 2).settings();
    SmallRun.train(run(), settings);
    SafeTensors stored = SafeTensors.read(state());

    Map<String, Tensor> shorter =
        stored.weights().asMap().keySet().stream()
            .collect(Collectors.toMap(n -> n, n -> new Tensor(List.of(1), new float[1])));
    new SafeTensors(stored.metadata(), new Weights(shorter)).write(state());
    assertForeign(settings);

    new SafeTensors(stored.metadata(), new Weights(Map.of())).write(state());
    assertForeign(settings);
  }

  private void assertForeign(RunSettings settings) {
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("not that of this run");
  }

  @Test
  void namesAPictureThatCannotBeRead() throws IOException {
    RunSettings settings = SmallRun.in(folder, 2).settings();
    Files.writeString(folder.resolve("photographs").resolve("broken.jpg"), "text");
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("broken.jpg");
  }

  @Test
  void namesAPictureThatIsTooSmallForALaterStageBeforeTheFirstStep() throws IOException {
    SmallRun small = SmallRun.in(folder, 2);
    TestPictures.write(TestPictures.waves(60, 30, 1), folder.resolve("photographs/small.png"));
    SmallRun.Heard heard = new SmallRun.Heard();
    RunSettings settings = small.withStages(new Stage(1, 2, 8), new Stage(2, 2, 32)).settings();

    assertThatThrownBy(() -> SmallRun.train(run(), settings, heard))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("small.png has 60x30 pixels, too few for a patch of 32");
    assertThat(heard.starts()).isEmpty();
  }

  @Test
  void reportsAStartOfAnotherModel() throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun small = SmallRun.in(folder, 2);
    Checkpoint trained = SmallRun.train(folder.resolve("first"), small.settings());
    Map<String, Tensor> network = part(trained, false);
    new Checkpoint(ModelDefinition.of(trained.model().network()), new Weights(network), Map.of())
        .write(start);
    assertThatThrownBy(() -> SmallRun.train(run(), small.startingAt(start).settings()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("start.safetensors holds another model");
  }

  @Test
  void refusesACheckpointThatHasChangedSinceTheRunBegan() throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun small = SmallRun.in(folder, 50).with(ProcedureKind.FINE_TUNING);
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(start);
    RunSettings settings = small.startingAt(start).settings();
    stopAfterTheFirstCheckpoint(settings);

    SmallRun.train(folder.resolve("second"), SmallRun.in(folder, 3).settings()).write(start);

    for (RunSettings again : List.of(settings, small.startingAt(start).settings())) {
      assertThatThrownBy(() -> SmallRun.train(run(), again))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("start.safetensors has changed since the run began")
          .hasMessageContaining(settings.start().checkpoint().sha256());
    }
  }

  @ParameterizedTest
  @EnumSource(value = ProcedureKind.class, names = "GUIDED_TRANSFER", mode = Mode.EXCLUDE)
  void goesOnWithoutTheCheckpointThatItWasStartedFrom(ProcedureKind kind) throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(start);
    RunSettings settings = SmallRun.in(folder, 50).with(kind, start).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);
    stopAfterTheFirstCheckpoint(settings);

    Files.delete(start);
    Checkpoint resumed = SmallRun.train(run(), settings);

    assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
    assertThat(resumed.provenance()).isEqualTo(whole.provenance());
  }

  @Test
  void refusesAGuideThatHasChangedOrIsGone() throws IOException {
    Path guide = folder.resolve("guide.safetensors");
    SmallRun small = SmallRun.in(folder, 50);
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(guide);
    RunSettings settings = small.guidedBy(guide, "haze").settings();
    stopAfterTheFirstCheckpoint(settings);

    SmallRun.train(folder.resolve("second"), SmallRun.in(folder, 3).settings()).write(guide);
    for (RunSettings again : List.of(settings, small.guidedBy(guide, "haze").settings())) {
      assertThatThrownBy(() -> SmallRun.train(run(), again))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("guide.safetensors has changed since the run began");
    }

    Files.delete(guide);
    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("guide.safetensors cannot be read");
  }

  @Test
  void tellsWhatAGuideLedTo() throws IOException {
    Path guide = folder.resolve("guide.safetensors");
    SmallRun small = SmallRun.in(folder, 2);
    SmallRun.train(folder.resolve("first"), small.settings()).write(guide);

    Checkpoint one =
        SmallRun.train(folder.resolve("one"), small.guidedBy(guide, "haze").settings());
    Checkpoint own = SmallRun.train(folder.resolve("own"), small.guidedBy(guide, null).settings());

    String digest = PinnedFile.of(guide).sha256();
    assertThat(one.provenance().get("stage 1"))
        .startsWith(
            "guided-transfer by %s (SHA-256 %s) towards haze, 2 of 2".formatted(guide, digest));
    assertThat(own.provenance().get("stage 1")).contains("towards each patch's own label");
    assertThat(part(own, false)).isNotEqualTo(part(one, false));
  }

  @Test
  void leavesTheFolderToACorrectedCommandIfTheGuideDoesNotKnowTheLabel() throws IOException {
    Path guide = folder.resolve("guide.safetensors");
    SmallRun small = SmallRun.in(folder, 2);
    SmallRun.train(folder.resolve("first"), small.settings()).write(guide);

    assertThatThrownBy(() -> SmallRun.train(run(), small.guidedBy(guide, "fog").settings()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("guide.safetensors: the guiding classifier does not know 'fog'");

    SmallRun.train(run(), small.guidedBy(guide, "haze").settings());
    assertThat(iterationOfTheState()).isEqualTo("2");
  }

  @Test
  void trainsANewClassifierOnAnyNetwork() throws IOException {
    RunSettings settings = SmallRun.in(folder, 2).settings();
    Checkpoint trained = SmallRun.train(folder.resolve("first"), settings);
    Path bare = folder.resolve("bare.safetensors");
    new Checkpoint(
            ModelDefinition.of(trained.model().network()),
            new Weights(part(trained, false)),
            trained.provenance())
        .write(bare);
    List<String> labels = List.of("clean", "degraded");
    RunSettings twoClasses =
        new RunSettings(
            ProcedureKind.CLASSIFIER_TRAINING,
            new ModelSettings(
                settings.model().network(),
                DegradationClassifier.fitting(settings.model().network(), 1, 2),
                labels),
            new Start(PinnedFile.of(bare), true),
            null,
            new DataSettings(labels, settings.data().clean(), Map.of(), Map.of(), Map.of(), 1),
            settings.stages(),
            settings.optimisation(),
            settings.intervals(),
            null,
            3);

    Checkpoint classified = SmallRun.train(run(), twoClasses);

    assertThat(classified.model().labels()).isEqualTo(labels);
    assertThat(part(classified, false)).isEqualTo(part(trained, false));
    assertThat(classified.provenance()).hasSize(2);
  }

  @Test
  void needsTheCheckpointThatItIsStartedFromUntilAStateIsSaved() throws IOException {
    Path start = folder.resolve("start.safetensors");
    SmallRun.train(folder.resolve("first"), SmallRun.in(folder, 2).settings()).write(start);
    RunSettings settings = SmallRun.in(folder, 2).startingAt(start).settings();
    Files.delete(start);

    assertThatThrownBy(() -> SmallRun.train(run(), settings))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("start.safetensors cannot be read");
  }

  @Test
  void goesThroughItsStages() throws IOException {
    SmallRun small = SmallRun.in(folder, 50);
    Stage first = new Stage(25, 2, 8);
    Stage second = new Stage(50, 1, 16);

    Checkpoint trained =
        SmallRun.train(folder.resolve("whole"), small.withStages(first, second).settings());
    stopAfterTheFirstCheckpoint(small.withStages(first, second).settings());
    Checkpoint resumed = SmallRun.train(run(), small.withStages(first, second).settings());
    Checkpoint other =
        SmallRun.train(
            folder.resolve("other"), small.withStages(first, new Stage(50, 2, 8)).settings());

    assertThat(trained.provenance().get("stage 1"))
        .contains("batch 2, patch 8, then batch 1, patch 16");
    assertThat(resumed.weights().asMap()).isEqualTo(trained.weights().asMap());
    assertThat(other.weights().asMap()).isNotEqualTo(trained.weights().asMap());
  }

  @Test
  void goesOnBitForBitInTheMiddleOfAStageOfSeveralBatchesAStep() throws IOException {
    RunSettings settings =
        SmallRun.in(folder, 50).withStages(new Stage(10, 2, 8), new Stage(50, 1, 16, 3)).settings();
    Checkpoint whole = SmallRun.train(folder.resolve("whole"), settings);

    stopAfterTheFirstCheckpoint(settings);
    Checkpoint resumed = SmallRun.train(run(), settings);

    assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
    assertThat(resumed.provenance().get("stage 1"))
        .contains("batch 2, patch 8, then batch 3 x 1, patch 16");
  }

  @Test
  void aStepOfSeveralBatchesSeesOtherPatchesInEach() throws IOException {
    SmallRun small = SmallRun.in(folder, 50);
    RunSettings settings = small.withStages(new Stage(5, 2, 8, 3)).settings();
    RunSettings single = small.withStages(new Stage(15, 2, 8)).settings();
    try (TrainingData three = new TrainingData(settings, MemoryBudget.bytesOfMachine());
        TrainingData one = new TrainingData(single, MemoryBudget.bytesOfMachine())) {
      for (int i = 0; i < 5; i++) {
        List<Batch> batches = three.batches(i);
        assertThat(batches).hasSize(3);
        for (int k = 0; k < 3; k++) {
          assertThat(batches.get(k).input())
              .containsExactly(one.batches(3L * i + k).get(0).input());
        }
      }
    }
  }

  @Test
  void splitsBatchesOverDevicesAndGoesOnWithAnotherNumberOfThem() throws IOException {
    RunSettings settings = SmallRun.in(folder, 50).settings();
    SmallRun.Heard one = new SmallRun.Heard();
    SmallRun.train(folder.resolve("one"), settings, one);
    stopAfterTheFirstCheckpoint(settings);

    SmallRun.Heard two = new SmallRun.Heard();
    try (RunFolder open = RunFolder.open(run())) {
      new TrainingRun(
              open, settings, two, RunResources.ofMachine().on(List.of(Device.cpu(), Device.cpu())))
          .train();
    }

    assertThat(two.starts()).containsExactly(SmallRun.CHECKPOINT_EVERY);
    for (int i = 0; i < 3; i++) {
      assertThat(two.advances().get(i).measures().get(Measures.PIXEL_LOSS))
          .isCloseTo(one.advances().get(2 + i).measures().get(Measures.PIXEL_LOSS), within(1e-3));
    }
  }
}
