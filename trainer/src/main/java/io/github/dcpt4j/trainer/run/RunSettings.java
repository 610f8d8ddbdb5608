package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that determines a run; its JSON form lies in the run's folder.
 *
 * @param procedure what a step does
 * @param network the network to train
 * @param classifier its classifier
 * @param labels classes, in the order of the logits
 * @param start checkpoint to start from, or null for fresh weights
 * @param clean folders of clean photographs, spoiled synthetically in every labelled way
 * @param pairs folders of real pairs by label; one that is named several times is drawn from as
 *     often
 * @param shares relative share of each label in a batch; 1 where a label is missing
 * @param iterations steps in all
 * @param batch patches in a batch
 * @param patch height and width of a patch
 * @param learningRate of the network, at the start
 * @param classifierLearningRate of the classifier, at the start
 * @param minimumLearningRate at the end of the cosine
 * @param weightDecay of the network's AdamW
 * @param classifierWeightDecay of the classifier's AdamW
 * @param gamma exponent of the focal loss
 * @param clipNorm largest gradient norm in fine-tuning, 0 for none
 * @param averageDecay decay of the weights' moving average in fine-tuning
 * @param checkpointEvery iterations between two saved states
 * @param logEvery iterations between two lines of the log; divides {@code checkpointEvery}
 * @param seed start of all chance
 * @param loaderThreads threads that make batches
 */
public record RunSettings(
    ProcedureKind procedure,
    RestorationNetwork network,
    DegradationClassifier classifier,
    List<String> labels,
    @JsonSerialize(using = ToStringSerializer.class) Path start,
    @JsonSerialize(contentUsing = ToStringSerializer.class) List<Path> clean,
    Map<String, List<String>> pairs,
    Map<String, Double> shares,
    long iterations,
    int batch,
    int patch,
    double learningRate,
    double classifierLearningRate,
    double minimumLearningRate,
    double weightDecay,
    double classifierWeightDecay,
    double gamma,
    double clipNorm,
    double averageDecay,
    long checkpointEvery,
    long logEvery,
    long seed,
    int loaderThreads) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public RunSettings {
    labels = List.copyOf(labels);
    clean = List.copyOf(clean);
    pairs = Map.copyOf(pairs);
    shares = Map.copyOf(shares);
    require(iterations > 0, "the number of iterations has to be positive");
    require(batch > 0, "the batch has to be positive");
    require(
        patch > 0 && patch % network.sizeMultiple() == 0,
        "the patch has to be a multiple of %d".formatted(network.sizeMultiple()));
    require(learningRate > 0, "the learning rate has to be positive");
    require(
        classifierLearningRate >= 0 && minimumLearningRate >= 0,
        "learning rates cannot be negative");
    require(
        weightDecay >= 0 && classifierWeightDecay >= 0 && gamma >= 0 && clipNorm >= 0,
        "weight decays, gamma and the gradient's norm cannot be negative");
    require(
        logEvery > 0 && checkpointEvery > 0 && checkpointEvery % logEvery == 0,
        "checkpoints have to fall on lines of the log");
    require(averageDecay >= 0 && averageDecay < 1, "the average's decay has to be in [0, 1)");
    require(!clean.isEmpty() || !pairs.isEmpty(), "there is no data: name --clean or --pairs");
    for (String label : pairs.keySet()) {
      require(labels.contains(label), "'%s' is none of %s".formatted(label, labels));
    }
    for (String label : shares.keySet()) {
      require(labels.contains(label), "'%s' is none of %s".formatted(label, labels));
    }
    require(loaderThreads > 0, "at least one thread has to make batches");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
